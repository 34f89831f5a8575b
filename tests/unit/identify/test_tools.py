from secscan.identify.publishing import PUBLISHING
from secscan.identify.tools import KITS, TOOLS

COVERED = (
    *("phpmyadmin", "adminer", "roundcube", "matomo", "glpi", "grafana", "zabbix", "cacti", "zimbra", "jenkins"),
    *("gitlab", "phpldapadmin", "webmin", "cpanel", "aapanel"),
)
FRAMEWORKS = ("laravel", "codeigniter", "codeigniter4", "yii", "cakephp", "django", "flask", "spring-boot", "express")


def test_what_runs_beside_sites_is_covered() -> None:
    assert set(COVERED) <= set(TOOLS)
    assert set(FRAMEWORKS) <= set(KITS)


def test_no_product_is_in_two_tables() -> None:
    assert not set(TOOLS) & set(KITS) | set(TOOLS) & set(PUBLISHING) | set(KITS) & set(PUBLISHING)


def test_what_the_catalogue_names_is_judged_even_where_it_hides_its_version() -> None:
    assert not KITS["laravel"].kit
    assert not KITS["codeigniter"].kit
    assert not any(one.kit for one in TOOLS.values())
