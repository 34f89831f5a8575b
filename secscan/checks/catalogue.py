"""All checks, in the order of the standard. The one list: a check that is not here does not exist."""

from secscan.checks import (
    cleartext_forms,
    content_security_policy,
    framing,
    hsts,
    https_redirect,
    mixed_content,
    nosniff_referrer,
    session_cookies,
    tls_certificate,
    tls_ciphers,
    tls_flaws,
    tls_versions,
    version_disclosure,
)
from secscan.model.checks import Check

CHECKS: tuple[Check, ...] = (
    # TLS
    Check(https_redirect.SPEC, https_redirect.evaluate, https_redirect.ask),
    Check(tls_versions.SPEC, tls_versions.evaluate),
    Check(tls_ciphers.SPEC, tls_ciphers.evaluate),
    Check(tls_certificate.SPEC, tls_certificate.evaluate),
    Check(hsts.SPEC, hsts.evaluate),
    Check(cleartext_forms.SPEC, cleartext_forms.evaluate, cleartext_forms.ask),
    Check(mixed_content.SPEC, mixed_content.evaluate),
    Check(tls_flaws.SPEC, tls_flaws.evaluate),
    # Sessions
    Check(session_cookies.SPEC, session_cookies.evaluate),
    # Headers
    Check(content_security_policy.SPEC, content_security_policy.evaluate),
    Check(framing.SPEC, framing.evaluate),
    Check(nosniff_referrer.SPEC, nosniff_referrer.evaluate),
    Check(version_disclosure.SPEC, version_disclosure.evaluate),
)
