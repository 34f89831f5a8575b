from secscan.identify.library_rules import RULES
from secscan.intel.packs import load_intel


def test_every_rule_is_of_a_library_in_the_data() -> None:
    assert set(RULES) <= set(load_intel().js_libraries)


def test_no_two_libraries_share_a_file_or_package_name() -> None:
    files = [name for rule in RULES.values() for name in rule.files]
    packages = [name for rule in RULES.values() for name in rule.packages]
    assert len(files) == len(set(files))
    assert len(packages) == len(set(packages))
    assert all(name == name.lower() for name in (*files, *packages))


def test_a_statement_needs_to_know_whose_it_is() -> None:
    assert all(rule.signature is not None for rule in RULES.values() if rule.statement is not None)
