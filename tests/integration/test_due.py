"""A timer's calls, evening after evening: what is due is scanned, and nothing else is asked anything."""

from pathlib import Path

from tests.lab.programs import wait_until
from tests.scan_support import GOOD, finish, kill, listening, pages, small_profile, workspace

NETWORK = "127.61.8.0/24"


def test_what_was_scanned_rests_until_it_is_due_again(tmp_path: Path) -> None:
    with listening("127.61.8.1", 0, pages(GOOD)) as one, listening("127.61.8.2", 0, pages(GOOD)) as two:
        apps = {"satu": f"http://{one.url}/", "dua": f"http://{two.url}/"}
        desk = workspace(tmp_path, apps, NETWORK)
        call = ("--quiet", "scan", "--due", "--profile", str(small_profile(tmp_path, ports=[])))
        desk.run(*call)
        first = (len(one.events), len(two.events))
        assert min(first) > 10
        again = desk.run(*call)
        assert (again.stdout, again.stderr) == ("", ""), "cron mails whatever is printed"
        assert (len(one.events), len(two.events)) == first
        soon = "\n".join(f"{rating} = 0.0001" for rating in ("a", "b", "c", "d", "e", "unrated", "kritis", "tinggi"))
        settings = desk.folder / "secscan.toml"
        settings.write_text(f"{settings.read_text()}\n[schedule]\n{soon}\n")
        desk.run(*call)
        assert min(len(one.events), len(two.events)) > 1.5 * min(first)


def test_an_app_that_a_killed_scan_did_not_reach_is_due_at_the_next_call(tmp_path: Path) -> None:
    with (
        listening("127.61.8.3", 0, pages(GOOD)) as quick,
        listening("127.61.8.4", 0, pages(GOOD, pause=0.3)) as slow,
    ):
        apps = {"cepat": f"http://{quick.url}/", "lambat": f"http://{slow.url}/"}
        desk = workspace(tmp_path, apps, NETWORK, scan={"workers": 1})
        call = ("scan", "--due", "--profile", str(small_profile(tmp_path, ports=[])))
        process = desk.start(*call)
        wait_until(lambda: len(slow.requests) == 1, "the slow one has just begun", 60)
        kill(process.pid)
        finish(process)
        reached = len(quick.events)
        desk.run(*call)
        assert len(slow.requests) > 10
        assert len(quick.events) == reached, "what the killed scan had done is not due yet"
