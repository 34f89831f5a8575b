// What other implementations make of policies and cookies. In an empty folder, with Node 20:
//   npm install @mdn/mdn-http-observatory@1.4.8 && cp .../peer_answers.mjs . && node peer_answers.mjs > peer_answers.json
// The answers are committed, so that the tests need neither Node nor a registry.
import { AxiosHeaders } from "axios";
import { Cookie } from "tough-cookie";
import { contentSecurityPolicyTest } from "@mdn/mdn-http-observatory/src/analyzer/tests/csp.js";
import { Requests } from "@mdn/mdn-http-observatory/src/types.js";
import { Session } from "@mdn/mdn-http-observatory/src/retriever/session.js";

const POLICIES = [
  "default-src 'self'",
  "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
  "DEFAULT-SRC 'SELF'; Script-Src 'Self' HTTPS://CDN.example",
  "script-src 'self' 'unsafe-inline'; object-src 'none'",
  "script-src 'self' 'unsafe-inline' 'nonce-cmFuZG9t'; object-src 'none'",
  "script-src 'unsafe-inline' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; object-src 'none'",
  "script-src 'nonce-cmFuZG9t' 'strict-dynamic' https: http:; object-src 'none'",
  "script-src 'strict-dynamic' 'nonce-cmFuZG9t' 'unsafe-inline' *; object-src 'none'; frame-ancestors 'self'",
  "script-src 'self' 'unsafe-eval'; object-src 'none'",
  "script-src *; object-src 'none'",
  "script-src https:; object-src 'none'",
  "script-src data: 'self'; object-src 'none'",
  "default-src *; object-src 'none'",
  "default-src 'self' 'unsafe-inline' 'unsafe-eval'; object-src 'none'",
  "img-src *; object-src 'none'; script-src 'none'",
  "frame-ancestors *; default-src 'self'",
  "frame-ancestors https:; default-src 'self'",
  "frame-ancestors 'self' https://portal.example; default-src 'self'",
  "frame-ancestors 'none'; default-src 'none'",
  "default-src 'self'; base-uri 'self'; form-action 'self'; upgrade-insecure-requests",
  "script-src 'self' https://cdn.example/js/ https://cdn.example/js/app.js; object-src 'none'",
  "  script-src\t'self'   https://a.example ;; img-src * ;",
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'",
  "style-src 'self' 'unsafe-inline'; script-src 'self'; object-src 'none'",
  "sandbox allow-scripts; default-src 'self'; report-uri /r",
  "script-src; object-src 'none'",
  "default-src 'none'; script-src 'self' blob:; frame-ancestors 'self'",
  "script-src 'self' *.kabcontoh.go.id:443; object-src 'none'; frame-ancestors *.kabcontoh.go.id",
];
const COOKIES = [
  "PHPSESSID=9a8b7c6d; path=/",
  "PHPSESSID=9a8b7c6d; path=/; secure; HttpOnly; SameSite=Lax",
  "ci_session=a%3Ab; Expires=Wed, 21 Oct 2099 07:28:00 GMT; Max-Age=7200; Path=/app; HttpOnly",
  "laravel_session=eyJpdiI6; expires=Wed, 21-Oct-2099 07:28:00 GMT; path=/; samesite=strict",
  "a=b; Domain=.contoh.go.id; SECURE",
  "a=b; Domain=contoh.go.id; Path=relatif",
  "a=b; SameSite=None; Secure",
  "a=b; samesite=apa-saja",
  'a="b c"; Path=/',
  "a = b ; Path = / ; Secure",
  "a=b=c==; Path=/",
  "a=; Max-Age=0",
  "a=b; Max-Age=-1",
  "a=b; Max-Age=bukan",
  "a=b; Expires=kapan-kapan",
  "a=b; Expires=Sun Nov  6 08:49:37 1994",
  "a=b; path=/satu; path=/dua; secure; secure",
  "a=b; ; ;HttpOnly",
  "__Host-sid=x; Secure; Path=/",
  "a=b; Secure=ya; HttpOnly=tidak",
];

function judged(policy) {
  const requests = new Requests("mozilla.org");
  requests.responses.auto = { headers: new AxiosHeaders({ "content-security-policy": policy }), status: 200, data: "" };
  requests.session = new Session(new URL("https://mozilla.org/"));
  const output = contentSecurityPolicyTest(requests);
  return { text: policy, directives: output.data, policy: output.policy };
}

function parsed(value) {
  const cookie = Cookie.parse(value, { loose: true });
  return {
    text: value,
    name: cookie.key,
    secure: cookie.secure,
    http_only: cookie.httpOnly,
    same_site: cookie.sameSite ?? "",
    domain: cookie.domain ?? "",
    path: cookie.path ?? "",
    persistent: cookie.isPersistent(),
    max_age: cookie.maxAge === null || cookie.maxAge === undefined ? null : String(cookie.maxAge),
  };
}

console.log(JSON.stringify({ policies: POLICIES.map(judged), cookies: COOKIES.map(parsed) }, null, 1));
