"""A set written before the program saw it: open functions, leaks and interfaces as strangers' applications have them.

`docs/accuracy.md` tells what was found at first sight; three labels that had forgotten a true finding were put right then.
"""

from tests.accuracy.case import Case, fail, partial
from tests.accuracy.faults import HOME
from tests.accuracy.serve import App, Reply, page, pages

JSON, TEXT = "application/json", "text/plain"
_FILAMENT = (
    "<!DOCTYPE html><html lang='id' class='fi'><head><title>Masuk - SIPADU</title><link href='/css/filament/filament/app.css?v=3.2.1.0' rel='stylesheet'></head>"
    "<body class='fi-body'><h1>Masuk ke akun Anda</h1><form method='post' wire:submit='authenticate'><input id='data.email' type='email' required>"
    "<input id='data.password' type='password' required><button type='submit'>Masuk</button></form></body></html>"
)
_CI_AUTH = page("e-Kinerja", "<p class='login-box-msg'>Silakan masuk</p><form action='/auth/proses' method='post'><input name='nip' placeholder='NIP'><input name='pass' type='password' placeholder='Kata sandi'><button>Login</button></form>")  # fmt: skip
_SSO = page("Masuk", "<p>Gunakan akun ASN.</p><a href='https://sso.kabcontoh.go.id/realms/asn/protocol/openid-connect/auth'>Masuk dengan SSO</a>")  # fmt: skip
_ASPX = (
    "<html><head><title>Runtime Error</title></head><body><h1>Server Error in '/' Application.</h1><h2><i>Object reference not set</i></h2>"
    "<b>Stack Trace:</b><pre>[NullReferenceException: Object reference not set to an instance of an object.]\n   Simda.Default.Page_Load(Object sender, EventArgs e) in D:\\Simda\\Default.aspx.cs:14</pre></body></html>"
)
_SPRING = '{"timestamp":"2026-11-01T00:00:00.000+00:00","status":404,"error":"Not Found","trace":"org.springframework.web.servlet.NoHandlerFoundException: No endpoint GET /x","path":"/x"}'
_SPRING_QUIET = '{"timestamp":"2026-11-01T00:00:00.000+00:00","status":404,"error":"Not Found","path":"/x"}'
_ODOO_DB = "<!DOCTYPE html><html><head><title>Odoo</title></head><body><h3>Create Database</h3><form role='form' action='/web/database/create' method='post'><input name='master_pwd' type='password'><input name='name'><input name='login'><input name='password' type='password'></form></body></html>"
_JENKINS = "<!DOCTYPE html><html><head><title>Dashboard [Jenkins]</title></head><body><a href='/view/all/newJob'>New Item</a><a href='/manage'>Manage Jenkins</a></body></html>"
_KIBANA = "<!DOCTYPE html><html lang='en'><head><title>Elastic</title></head><body><kbn-injected-metadata data='{}'></kbn-injected-metadata></body></html>"
_LUMEN_ENV = "APP_NAME=Lumen\nAPP_ENV=local\nAPP_KEY=\nAPP_DEBUG=true\nDB_HOST=127.0.0.1\nDB_DATABASE=absen\nDB_USERNAME=root\nDB_PASSWORD=\n"
_ENV_EXAMPLE = page(".env", "<p>Contoh berkas lingkungan untuk pengembang.</p><pre>APP_ENV=local\nDB_PASSWORD=</pre>")
_PG_DUMP = "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 14.9\n\nSET statement_timeout = 0;\nCREATE TABLE public.warga (\n    nik character varying\n);\n"
_HEROKU = "2026-11-01T08:00:00.000000+07:00 app[web.1]: GET /login 200\n" * 20
_ACCESS = '10.0.0.1 - - [01/Nov/2026:08:00:00 +0700] "GET /login HTTP/1.1" 200 512\n' * 20
_IIS = (
    "<html><head><title>web.kabcontoh.go.id - /berkas/</title></head><body><H1>web.kabcontoh.go.id - /berkas/</H1><hr><pre><A HREF='/'>[To Parent Directory]</A><br><br>"
    " 1/2/2026  9:00 AM        12345 <A HREF='/berkas/data-penerima.xlsx'>data-penerima.xlsx</A><br></pre><hr></body></html>"
)
_GALLERY = page("Index of /galeri/", "<p>Indeks foto kegiatan.</p>" + "".join(f"<a href='/foto/{n}.html'>Foto {n}</a>" for n in range(9)))  # fmt: skip
_STRAPI = '[{"id":3,"username":"editor","email":"editor@contoh.test","provider":"local","confirmed":true,"blocked":false,"createdAt":"2024-01-01","role":{"id":1,"name":"Authenticated"}}]'
_TOMCAT = "<!DOCTYPE html><html lang='en'><head><title>Apache Tomcat/9.0.58</title></head><body><h1>Apache Tomcat/9.0.58</h1><h2>If you're seeing this, you've successfully installed Tomcat. Congratulations!</h2><a href='/manager/html'>Manager App</a></body></html>"
_MANAGER_401 = Reply("<html><head><title>401 Unauthorized</title></head><body><h1>401 Unauthorized</h1></body></html>", 401, headers=(("WWW-Authenticate", 'Basic realm="Tomcat Manager Application"'),))  # fmt: skip
_NUXT = "<!doctype html><html><head><title>e-Office</title><script src='/_nuxt/entry.js'></script></head><body><div id='__nuxt'></div></body></html>"
_NUXT_JS = 'const routes=[{name:"login",path:"/login"}];_("input",{"onUpdate:modelValue":u,type:o.value?"text":"password",placeholder:"Kata sandi"})'


def _one(html: str, *headers: tuple[str, str]) -> App:
    return pages({"/": Reply(html, headers=headers)})


def _with(paths: dict[str, Reply | str], home: str | Reply = HOME) -> App:
    return pages({"/": home, **paths})


_NUXT_APP = pages({"/": _NUXT, "/_nuxt/entry.js": Reply(_NUXT_JS, kind="application/javascript")}, Reply(_NUXT))
_XSRF = "XSRF-TOKEN=eyJpdiI6IkFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFla; Path=/; Secure"
_CSP = "Content-Security-Policy"

CASES = (
    # ---- faults ----
    Case("empat-filament", _with({"/admin": Reply("", 302, headers=(("Location", "/admin/login"),)), "/admin/login": _FILAMENT}), {"admin-pages": fail("/admin/login"), "login-barrier": fail("/admin/login")}),
    Case("empat-kinerja", _one(_CI_AUTH), {"admin-pages": fail("/"), "login-barrier": fail("/")}),
    Case("empat-aspx", pages({"/": HOME}, Reply(_ASPX, 500)), {"error-pages": fail()}),
    Case("empat-spring-jejak", pages({"/": HOME}, Reply(_SPRING, 404, JSON)), {"error-pages": fail()}),
    Case("empat-odoo", pages({"/": Reply("", 302, headers=(("Location", "/web/database/manager"),)), "/web/database/manager": _ODOO_DB}), {"open-admin": fail("/web/database/manager"), "default-files": fail("installer")}),
    Case("empat-jenkins", _one(_JENKINS, ("X-Jenkins", "2.440.1")), {"open-admin": fail("/"), "cms-version": fail("jenkins")}),
    Case("empat-kibana", pages({"/": Reply("", 302, headers=(("Location", "/app/home"), ("kbn-name", "kibana"))), "/app/home": Reply(_KIBANA, headers=(("kbn-name", "kibana"),))}), {"open-admin": fail("/app/home")}),
    Case("empat-env-lumen", _with({"/.env": Reply(_LUMEN_ENV, kind=TEXT)}), {"secret-files": fail("/.env")}),
    Case("empat-dump-postgres", _with({"/backup.sql": Reply(_PG_DUMP, kind="application/sql")}), {"backup-files": fail("/backup.sql")}),
    Case("empat-log-akses", _with({"/error_log": Reply(_ACCESS, kind=TEXT)}), {"log-files": fail("/error_log")}),
    Case("empat-log-lain", _with({"/error_log": Reply(_HEROKU, kind=TEXT)}), {"log-files": fail("/error_log")}),
    Case("empat-iis", _with({"/berkas/": _IIS}, page("Dinas", "<a href='/berkas/panduan.pdf'>Panduan</a>")), {"directory-listing": fail("/berkas/")}),
    Case("empat-strapi", _with({"/api/users": Reply(_STRAPI, kind=JSON)}), {"open-admin": fail("/api/users")}),
    Case("empat-redoc", _with({"/openapi.json": Reply('{"swagger":"2.0","info":{"title":"x"},"paths":{}}', kind=JSON)}), {"api-docs": fail("openapi")}),
    Case("empat-tomcat", _with({"/manager/html": _MANAGER_401}, _TOMCAT), {"default-files": partial("default_page"), "admin-pages": partial("/manager/html"), "dangling-dns": partial()}),
    Case("empat-nuxt", _NUXT_APP, {"admin-pages": fail("/"), "login-barrier": fail("/")}, unsure=frozenset(("admin-pages",))),
    Case("empat-samesite-none", _one(HOME, ("Set-Cookie", "connect.sid=s%3Aabcdefghijklmnopqrstuvwx.1234567890; Path=/; HttpOnly; Secure; SameSite=None;")), {}),
    Case("empat-dua-sesi", _one(HOME, ("Set-Cookie", _XSRF), ("Set-Cookie", "simpeg_session=eyJpdiI6IkFCQ0RFRkdISUpLTE1OT1BRUlNUVVZX; Path=/; HttpOnly; Secure")), {"samesite-cookies": fail("simpeg_session")}),
    Case("empat-csp-dua", _one(HOME, (_CSP, "script-src 'self'"), (_CSP, "script-src 'self' 'unsafe-inline'; frame-ancestors 'self'"))),
    Case("empat-csp-kosong", _one(HOME, (_CSP, "default-src 'self'; script-src; frame-ancestors 'none'"))),
    Case("empat-metode-dav", _one(HOME, ("Allow", "OPTIONS, GET, HEAD, PROPFIND, COPY, MOVE"), ("DAV", "1,2")), {"http-methods": fail()}),
    Case("empat-cors-bintang", _one(HOME, ("Access-Control-Allow-Origin", "*"))),
    Case("empat-robots-cadangan", _with({"/robots.txt": Reply("User-agent: *\r\nDisallow: /phpmyadmin/\r\nDisallow: /old/backup.sql\r\n", kind=TEXT)}), {"robots-admin-paths": fail()}),
    # ---- clean ----
    Case("empat-sso", _with({"/login": _SSO, "/admin": Reply("", 302, headers=(("Location", "https://sso.kabcontoh.go.id/"),))})),
    Case("empat-spring", pages({"/": HOME}, Reply(_SPRING_QUIET, 404, JSON))),
    Case("empat-contoh-env", _with({"/.env": _ENV_EXAMPLE})),
    Case("empat-galeri", _with({"/galeri/": _GALLERY}, page("Dinas", "<a href='/galeri/'>Galeri</a>"))),
    Case("empat-install-aplikasi", _with({"/install/": page("Instal Aplikasi", "<p>Pindai kode QR untuk memasang aplikasi di ponsel.</p>")})),
    Case("empat-pengguna-publik", _with({"/api/users": Reply('{"data":[{"id":1,"nama":"Admin PPID","email":"ppid@kabcontoh.go.id"}]}', kind=JSON)})),
    Case("empat-tanpa-izin", _with({"/api/users": Reply('{"message":"Unauthenticated."}', 401, JSON), "/openapi.json": Reply('{"detail":"Not authenticated"}', 403, JSON)})),
    Case("empat-security-txt", _with({"/.well-known/security.txt": Reply("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nContact: https://kabcontoh.go.id/lapor\nExpires: 2027-03-01T00:00:00.000Z\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n", kind="text/plain; charset=utf-8")})),
)  # fmt: skip
