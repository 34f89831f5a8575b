"""The marks of tools that run beside sites: databases, mail, monitoring, consoles; and of what apps are built with."""

import re

from secscan.identify.signature import Place, Said, Signature, asset, below, names, script
from secscan.identify.version_files import Weight

_C = re.compile

TOOLS: dict[str, Signature] = {
    "phpmyadmin": Signature(
        label="phpMyAdmin",
        cookies=_C(r"phpMyAdmin(?:_https)?|pma_lang(?:_https)?"),
        fields=names("pma_username", "pma_password"),
        said=(
            asset(r"(?:js/|themes/)[\w./-]+\?(?:.*&)?v=(\d+\.\d+\.\d+)(?:\D|$)", "asset ?v=", Weight.EXACT),
            script(r"PMA_VERSION:\s*\"(\d+\.\d+\.\d+)", "PMA_VERSION"),
        ),
    ),
    "adminer": Signature(
        label="Adminer",
        cookies=_C(r"adminer_(?:sid|key|version)"),
        fields=names("auth[driver]", "auth[username]"),
        said=(
            asset(
                r"\?file=(?:default|functions|dark)\.(?:css|js)&version=(\d+\.\d+\.\d+)", "asset version=", Weight.EXACT
            ),
        ),
    ),
    "roundcube": Signature(
        label="Roundcube Webmail",
        assets=below(r"(?:program/js/(?:app|common)(?:\.min)?\.js|skins/(?:elastic|larry|classic)/)"),
        assets_needed=2,
        cookies=_C(r"roundcube_sess(?:id|auth)"),
        fields=names("_user", "_pass", "_task"),
    ),
    "matomo": Signature(
        label="Matomo",
        assets=below(r"(?:plugins/(?:Morpheus|CoreHome|Login)/|index\.php\?module=Proxy&action=get(?:Css|\w*Js)\b)"),
        assets_needed=2,
        cookies=_C(r"(?:MATOMO|PIWIK)_SESSID"),
        fields=names("form_login", "form_password", "form_nonce"),
    ),
    "glpi": Signature(
        label="GLPI",
        assets=below(r"(?:front/css\.php\?|public/lib/(?:base|fuzzy|tabler)(?:\.min)?\.(?:js|css))"),
        cookies=_C(r"glpi_[0-9a-f]{32,}"),
        said=(asset(r"(?:js/common|public/lib/base|js/common_ajax)[\w.]*\?v=(\d+\.\d+(?:\.\d+)?)$", "asset ?v="),),
    ),
    "grafana": Signature(
        label="Grafana",
        scripts=_C(r"\bgrafanaBootData\b"),
        cookies=_C(r"grafana_session(?:_expiry)?"),
        said=(script(r"\"buildInfo\":\{[^}]{0,400}?\"version\":\"(\d+\.\d+\.\d+)", "buildInfo"),),
    ),
    "zabbix": Signature(
        label="Zabbix",
        assets=below(r"jsLoader\.php\?"),
        cookies=_C(r"zbx_session(?:id)?"),
        fields=names("autologin", "enter"),
        said=(asset(r"jsLoader\.php\?(?:.*&)?ver=(\d+\.\d+\.\d+\w*)", "jsLoader.php?ver=", Weight.EXACT),),
    ),
    "cacti": Signature(
        label="Cacti",
        cookies=_C(r"Cacti(?:EZ)?"),
        fields=names("login_username", "login_password", "action"),
        scripts=_C(r"\bcactiVersion\b"),
        said=(
            script(r"\bcactiVersion\s*=\s*['\"](\d+\.\d+\.\d+\w*)", "cactiVersion"),
            Said(Place.TEXT, _C(r"\bVersion (\d+\.\d+\.\d+\w*) \| \(c\) 2004-\d{4}"), "footer"),
        ),
    ),
    "zimbra": Signature(
        label="Zimbra",
        cookies=_C(r"ZM_(?:TEST|AUTH_TOKEN|LOGIN_CSRF|ADMIN_AUTH_TOKEN)"),
        assets=below(r"(?:zimbra/)?(?:css/common,login,zhtml,skin\.css|js/Startup1_1_all\.js|skins/_base/logos/)"),
    ),
    "jenkins": Signature(label="Jenkins", headers=(("x-jenkins", _C(r"(\d+\.\d+(?:\.\d+)?)")),)),
    "gitlab": Signature(label="GitLab", cookies=_C(r"_gitlab_session"), headers=(("x-gitlab-meta", _C(r".")),)),
    "phpldapadmin": Signature(
        label="phpLDAPadmin",
        fields=(frozenset(("server_id", "login", "login_pass")),),
        assets=below(
            r"(?:images/default/(?:logo-small|request-feature-big|bug-big|smile-big)\.png|js/layersmenu-\w+\.js|js/phpldapadmin\.js)"
        ),
        assets_needed=2,
        said=(Said(Place.TITLE, _C(r"phpLDAPadmin \((\d+\.\d+\.\d+(?:\.\d+)?)\)"), "title"),),
    ),
    "webmin": Signature(label="Webmin", headers=(("server", _C(r"MiniServ(?:/(\d+\.\d+))?")),)),
    "cpanel": Signature(label="cPanel", headers=(("server", _C(r"cpsrvd(?:/(\d+\.\d+[\d.]*))?")),)),
    "aapanel": Signature(label="aaPanel", cookies=_C(r"BT_PANEL\w*")),
    "kibana": Signature(label="Kibana", headers=(("kbn-version", _C(r"(\d+\.\d+\.\d+)")), ("kbn-name", _C(r".")))),
    "gitweb": Signature(label="gitweb", generator=_C(r"gitweb/(\d+\.\d+\.\d+) git/")),
    "redmine": Signature(label="Redmine", cookies=_C(r"_redmine_session")),
    "wagtail": Signature(label="Wagtail", assets=below(r"static/wagtail(?:admin|core|images|docs)/")),
}

KITS: dict[str, Signature] = {
    "laravel": Signature(
        label="Laravel",
        assets=below(r"(?:vendor/)?livewire/livewire(?:\.min)?\.js"),
        cookies=_C(r"laravel_session"),
        said=(Said(Place.TEXT, _C(r"\bLaravel v(\d+\.\d+\.\d+) \(PHP v\d"), "welcome page"),),
    ),
    "codeigniter": Signature(
        label="CodeIgniter",
        cookies=_C(r"ci_session"),
        errors=_C(r"404 Page Not Found\|(?:404 Page Not Found )+The page you requested was not found\.$"),
        said=(
            Said(
                Place.TEXT,
                _C(r"\bPage rendered in \d+\.\d+ seconds\. CodeIgniter Version (\d+\.\d+\.\d+)$"),
                "welcome page",
                Weight.EXACT,
            ),
        ),
    ),
    "codeigniter4": Signature(
        label="CodeIgniter 4",
        scripts=_C(r"\bdebugbar_(?:dynamic_)?loader\b"),
        errors=_C(
            r"404 (?:- )?(?:Page|File) Not Found\|404(?: -)?(?: (?:Page|File) Not Found)? Sorry! Cannot seem to find"
        ),
    ),
    "yii": Signature(
        label="Yii",
        cookies=_C(r"YII_CSRF_TOKEN|_csrf-(?:frontend|backend)|advanced-(?:frontend|backend)"),
        assets=below(r"assets/[0-9a-f]{6,8}/yii(?:\.\w+)?\.js"),
        errors=_C(r"Not Found \(#404\)\|"),
        kit=True,
    ),
    "cakephp": Signature(label="CakePHP", cookies=_C(r"CAKEPHP"), kit=True),
    "django": Signature(
        label="Django",
        fields=names("csrfmiddlewaretoken"),
        assets=below(r"static/admin/(?:css|js)/(?:base|login|nav_sidebar|theme|core)\.(?:css|js)"),
        kit=True,
    ),
    "flask": Signature(
        label="Flask / Werkzeug",
        errors=_C(
            r"404 Not Found\|Not Found The requested URL was not found on the server\. If you entered the URL manually "
            r"please check your spelling and try again\."
        ),
        headers=(("server", _C(r"Werkzeug/")),),
        kit=True,
    ),
    "spring-boot": Signature(
        label="Spring Boot",
        headers=(("x-application-context", _C(r".")),),
        errors=_C(r"[^|]*\|Whitelabel Error Page This application has no explicit mapping for /error"),
        kit=True,
    ),
    "express": Signature(label="Express", headers=(("x-powered-by", _C(r"Express$")),), kit=True),
}
