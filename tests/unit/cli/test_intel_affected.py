from tests.unit.cli.shell import call


def test_help_says_that_nothing_is_sent() -> None:
    done = call("intel", "affected", "--help")
    assert done.exit_code == 0
    assert "Tidak mengirim apa pun" in done.stdout
