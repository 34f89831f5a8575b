"""The marks of content management, e-government, library, journal, learning and shop software."""

import re

from secscan.identify.signature import Place, Said, Signature, asset, below, names
from secscan.identify.version_files import Weight

_C = re.compile

PUBLISHING: dict[str, Signature] = {
    "wordpress": Signature(
        label="WordPress",
        assets=below(r"wp-(?:includes/(?:js|css|blocks|images)|content/(?:themes|plugins)/[^/]+)/"),
        generator=_C(r"WordPress(?: (\d[\w.-]*))?$"),
        headers=(("link", _C(r".*https://api\.w\.org/")),),
        cookies=_C(r"wordpress_test_cookie|wp-settings-\d+|wordpress_logged_in_\w+"),
        fields=names("log", "pwd", "wp-submit"),
    ),
    "joomla": Signature(
        label="Joomla!",
        assets=below(
            r"(?:media/(?:jui|vendor/joomla|system/js|com_\w+|mod_\w+|templates)|components/com_\w+|modules/mod_\w+"
            r"|plugins/system/\w+|administrator/templates)/"
        ),
        assets_needed=2,
        generator=_C(r"Joomla!(?: (\d[\w.]*))? - Open Source Content Management"),
        branch=True,
    ),
    "drupal": Signature(
        label="Drupal",
        assets=below(
            r"(?:core/(?:misc|assets|themes|modules)|misc/drupal\.js"
            r"|sites/[\w.-]+/(?:files/(?:css|js)|modules|themes))\b"
        ),
        generator=_C(r"Drupal (\d+)\b.*drupal\.org"),
        headers=(
            ("x-generator", _C(r"Drupal (\d+)\b")),
            ("x-drupal-cache", _C(r".")),
            ("x-drupal-dynamic-cache", _C(r".")),
        ),
        branch=True,
        said=(
            asset(
                r"core/misc/drupal(?:\.init)?\.js\?v=(\d+\.\d+\.\d+[\w.-]*)$", "core/misc/drupal.js?v=", Weight.EXACT
            ),
        ),
    ),
    "backdrop": Signature(
        label="Backdrop CMS",
        assets=below(r"core/misc/backdrop\.js"),
        generator=_C(r"Backdrop CMS (\d+)\b.*backdropcms\.org"),
        headers=(("x-generator", _C(r"Backdrop CMS (\d+)\b")),),
        branch=True,
    ),
    "opensid": Signature(
        label="OpenSID",
        assets=below(r"(?:desa/(?:themes|upload|logo|widget)|donjo-app|assets/(?:css/siteman|front|opensid))\b"),
        linked=_C(r"https?://(?:github\.com/OpenSID/OpenSID|(?:www\.)?opensid\.(?:my\.id|info))\b", re.IGNORECASE),
        said=(Said(Place.LINK, _C(r"(?i:\S*opensid\S*) .*?OpenSID v?(\d[\d.]*\d)", re.IGNORECASE), "footer"),),
    ),
    "opendk": Signature(
        label="OpenDK",
        assets=below(r"(?:css/(?:desa|slider|bagan|custom|admin-style)\.css|bower_components/[\w.-]+/)"),
        linked=_C(r"https?://github\.com/OpenSID/OpenDK\b", re.IGNORECASE),
        said=(Said(Place.LINK, _C(r"(?i:\S*opendk\S*) .*?OpenDK v?(\d[\d.]*\d)", re.IGNORECASE), "footer"),),
    ),
    "slims": Signature(
        label="SLiMS",
        assets=below(r"template/(?:default|lightweight|akasia)/(?:assets|css|js)/.*|js/(?:chat|updater)\.js\?v=\d"),
        assets_needed=2,
        generator=_C(r"(?:SLiMS|Senayan)(?: (\d+))?\b"),
        branch=True,
        cookies=_C(r"SenayanMember|SenayanAdmin"),
    ),
    "ojs": Signature(
        label="Open Journal Systems",
        assets=below(r"(?:lib/pkp/|plugins/generic/\w+/|index\.php/[\w-]+/\$\$\$call\$\$\$/)"),
        assets_needed=2,
        generator=_C(r"Open Journal Systems(?: (\d[\w.]*))?$"),
        cookies=_C(r"OJSSID"),
    ),
    "moodle": Signature(
        label="Moodle",
        assets=below(
            r"(?:theme/(?:yui_combo|styles|javascript|image)\.php|lib/javascript\.php|lib/requirejs\.php)[/?]"
        ),
        cookies=_C(r"MoodleSession\w*"),
    ),
    "mediawiki": Signature(
        label="MediaWiki",
        assets=below(r"load\.php\?(?:.*&)?modules="),
        generator=_C(r"MediaWiki (\d[\w.-]*)$"),
    ),
    "dokuwiki": Signature(
        label="DokuWiki",
        assets=below(r"lib/exe/(?:js|css)\.php\b"),
        generator=_C(r"DokuWiki\b"),
        cookies=_C(r"DokuWiki"),
    ),
    "nextcloud": Signature(
        label="Nextcloud",
        assets=below(r"(?:core/js/(?:oc|dist)\.js|dist/core-(?:common|main|login)\.js|core/css/(?:server|guest)\.css)"),
        assets_needed=2,
        cookies=_C(r"(?:__Host-)?nc_sameSiteCookie(?:lax|strict)"),
    ),
    "typo3": Signature(
        label="TYPO3",
        assets=below(
            r"(?:typo3temp/(?:assets/|stylesheet_|javascript_)|typo3conf/ext/[^/]+/|typo3/sysext/|_assets/[0-9a-f]{32}/)"
        ),
        assets_needed=2,
        generator=_C(r"TYPO3(?: (\d[\d.]*))? CMS"),
        branch=True,
        cookies=_C(r"[fb]e_typo_user"),
    ),
    "opencart": Signature(
        label="OpenCart",
        assets=below(r"catalog/view/(?:theme/[^/]+|javascript)/"),
        assets_needed=2,
        cookies=_C(r"OCSESSID"),
    ),
    "openmage": Signature(
        label="OpenMage / Magento 1",
        assets=below(
            r"(?:skin/(?:frontend|adminhtml|install)/(?:base|default|rwd|openmage)/|js/(?:mage|varien|prototype)/)"
        ),
        assets_needed=2,
    ),
    "magento": Signature(
        label="Magento 2",
        assets=below(r"(?:pub/)?static/(?:version\d+/)?(?:frontend|adminhtml)/[\w-]+/[\w-]+/[a-z]{2}_[A-Z]{2}/"),
        cookies=_C(r"mage-cache-sessid|mage-messages|X-Magento-Vary"),
        headers=(("x-magento-cache-debug", _C(r".")), ("x-magento-tags", _C(r"."))),
    ),
    "prestashop": Signature(
        label="PrestaShop",
        assets=below(r"(?:modules/ps_\w+/|themes/[\w-]+/assets/(?:cache/theme-|css/theme\.css|js/theme\.js))"),
        assets_needed=2,
        generator=_C(r"PrestaShop$"),
        cookies=_C(r"PrestaShop-[0-9a-f]{32}"),
        scripts=_C(r"\bvar prestashop\s*=\s*\{"),
    ),
    "omeka-s": Signature(
        label="Omeka S",
        assets=below(r"application/asset/(?:css|js|vendor)/"),
        assets_needed=2,
        said=(asset(r"application/asset/(?:css|js)/[\w.-]+\?v=(\d+\.\d+\.\d+[\w.-]*)$", "core asset ?v="),),
    ),
    "omeka": Signature(
        label="Omeka Classic",
        assets=below(r"application/views/scripts/(?:javascripts|css|images)/"),
        said=(asset(r"application/views/scripts/[\w./-]+\?v=(\d+\.\d+(?:\.\d+)?[\w.-]*)$", "core asset ?v="),),
    ),
    "atom": Signature(
        label="AtoM (Access to Memory)",
        assets=below(
            r"(?:plugins/arDominion(?:B5)?Plugin/|dist/(?:css|js)/arDominionB5Plugin\.bundle|js/dominion\.js)"
        ),
    ),
    "dspace": Signature(
        label="DSpace",
        generator=_C(r"DSpace(?: (\d[\w.-]*))?$"),
        cookies=_C(r"DSPACE-XSRF-COOKIE"),
    ),
    "eprints": Signature(
        label="EPrints",
        assets=below(r"(?:style/auto-\d[\d.]+\.css|javascript/auto-\d[\d.]+\.js)"),
        generator=_C(r"EPrints (\d[\w.-]*)$"),
        said=(asset(r"(?:style|javascript)/auto-(\d+\.\d+\.\d+)\.(?:css|js)", "auto-*.css"),),
    ),
    "concrete-cms": Signature(
        label="Concrete CMS",
        assets=below(r"concrete/(?:js|css|blocks|themes)/"),
        assets_needed=2,
        generator=_C(r"(?:concrete5|Concrete CMS)(?: - (\d[\w.]*))?$"),
    ),
    "plone": Signature(label="Plone", generator=_C(r"Plone - https?://plone\.(?:org|com)")),
    "discourse": Signature(label="Discourse", generator=_C(r"Discourse (\d[\w.-]*)\b")),
    "phpbb": Signature(label="phpBB", cookies=_C(r"phpbb3_\w+_(?:u|k|sid)")),
    "liferay": Signature(
        label="Liferay",
        headers=(("liferay-portal", _C(r"Liferay\b[^\d]*(\d+\.\d+\.\d+)?")),),
    ),
    "sharepoint": Signature(label="Microsoft SharePoint", headers=(("microsoftsharepointteamservices", _C(r"\d")),)),
}
