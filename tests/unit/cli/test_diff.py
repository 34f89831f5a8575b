from tests.unit.cli.shell import call


def test_help_says_that_nothing_is_sent_and_by_which_rules() -> None:
    done = call("diff", "--help")
    assert done.exit_code == 0
    text = " ".join(done.stdout.split())
    assert "tidak mengirim apa pun" in text
    assert "aturan dan data hari ini" in text
