"""All checks, in the order of the standard. The one list: a check that is not here does not exist."""

from secscan.checks import (
    admin_pages,
    backup_files,
    cleartext_forms,
    cleartext_protocols,
    cms_version,
    content_security_policy,
    dangling_dns,
    database_ports,
    database_tools,
    directory_listing,
    dns_mail,
    framing,
    gambling_content,
    hsts,
    https_redirect,
    infrastructure_consoles,
    login_barrier,
    mixed_content,
    nosniff_referrer,
    official_domain,
    open_admin,
    remote_admin_ports,
    repository_metadata,
    runtime_version,
    samesite_cookies,
    secret_files,
    session_cookies,
    session_in_url,
    subresource_integrity,
    tls_certificate,
    tls_ciphers,
    tls_flaws,
    tls_versions,
    unapproved_ports,
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
    # Network
    Check(database_ports.SPEC, database_ports.evaluate),
    Check(remote_admin_ports.SPEC, remote_admin_ports.evaluate),
    Check(infrastructure_consoles.SPEC, infrastructure_consoles.evaluate),
    Check(cleartext_protocols.SPEC, cleartext_protocols.evaluate),
    Check(unapproved_ports.SPEC, unapproved_ports.evaluate),
    # Updates
    Check(cms_version.SPEC, cms_version.evaluate),
    Check(runtime_version.SPEC, runtime_version.evaluate),
    # Administration
    Check(admin_pages.SPEC, admin_pages.evaluate, admin_pages.ask),
    Check(open_admin.SPEC, open_admin.evaluate, open_admin.ask),
    Check(database_tools.SPEC, database_tools.evaluate, database_tools.ask),
    Check(login_barrier.SPEC, login_barrier.evaluate),
    # Data
    Check(backup_files.SPEC, backup_files.evaluate, backup_files.ask),
    Check(secret_files.SPEC, secret_files.evaluate, secret_files.ask),
    Check(repository_metadata.SPEC, repository_metadata.evaluate, repository_metadata.ask),
    Check(directory_listing.SPEC, directory_listing.evaluate, directory_listing.ask),
    # Sessions
    Check(session_cookies.SPEC, session_cookies.evaluate),
    Check(samesite_cookies.SPEC, samesite_cookies.evaluate),
    Check(session_in_url.SPEC, session_in_url.evaluate),
    # Headers
    Check(content_security_policy.SPEC, content_security_policy.evaluate),
    Check(framing.SPEC, framing.evaluate),
    Check(nosniff_referrer.SPEC, nosniff_referrer.evaluate),
    Check(version_disclosure.SPEC, version_disclosure.evaluate),
    Check(subresource_integrity.SPEC, subresource_integrity.evaluate),
    # Integrity
    Check(gambling_content.SPEC, gambling_content.evaluate, gambling_content.ask),
    # Domains
    Check(official_domain.SPEC, official_domain.evaluate),
    Check(dangling_dns.SPEC, dangling_dns.evaluate),
    Check(dns_mail.SPEC, dns_mail.evaluate),
)
