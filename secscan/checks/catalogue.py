"""All checks, in the order of the standard. The one list: a check that is not here does not exist."""

from secscan.checks import (
    admin_pages,
    cleartext_forms,
    cms_version,
    content_security_policy,
    database_tools,
    framing,
    hsts,
    https_redirect,
    mixed_content,
    nosniff_referrer,
    open_admin,
    runtime_version,
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
    # Updates
    Check(cms_version.SPEC, cms_version.evaluate),
    Check(runtime_version.SPEC, runtime_version.evaluate),
    # Administration
    Check(admin_pages.SPEC, admin_pages.evaluate, admin_pages.ask),
    Check(open_admin.SPEC, open_admin.evaluate, open_admin.ask),
    Check(database_tools.SPEC, database_tools.evaluate, database_tools.ask),
    # Sessions
    Check(session_cookies.SPEC, session_cookies.evaluate),
    # Headers
    Check(content_security_policy.SPEC, content_security_policy.evaluate),
    Check(framing.SPEC, framing.evaluate),
    Check(nosniff_referrer.SPEC, nosniff_referrer.evaluate),
    Check(version_disclosure.SPEC, version_disclosure.evaluate),
)
