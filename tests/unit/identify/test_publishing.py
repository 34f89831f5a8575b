from secscan.identify.publishing import PUBLISHING

COVERED = (
    *("wordpress", "joomla", "drupal", "opensid", "opendk", "slims", "ojs", "moodle", "mediawiki", "dokuwiki"),
    *("nextcloud", "typo3", "opencart", "openmage", "magento", "prestashop", "dspace", "eprints", "atom", "omeka-s"),
)


def test_what_governments_publish_with_is_covered() -> None:
    assert set(COVERED) <= set(PUBLISHING)


def test_products_that_name_branches_only() -> None:
    assert {key for key, one in PUBLISHING.items() if one.branch} == {"joomla", "drupal", "backdrop", "slims", "typo3"}
    assert not any(one.kit for one in PUBLISHING.values())
