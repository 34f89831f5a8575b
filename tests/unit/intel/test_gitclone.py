from datetime import date
from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.intel.gitclone import Clone, Tag
from tests.unit.intel.repository import git, repository, simdes


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return repository(tmp_path / "klon", {"v1.0": simdes(0), "v1.1": simdes(1)})


def test_tags_with_their_days(place: Path) -> None:
    assert Clone(place).tags() == (Tag("v1.0", date(2026, 1, 1)), Tag("v1.1", date(2026, 1, 2)))


def test_files_of_a_tag_below_a_folder(place: Path) -> None:
    whole = {blob.path for blob in Clone(place).files("v1.0", "")}
    assert "public/index.php" in whole
    below = {blob.path: blob for blob in Clone(place).files("v1.0", "public")}
    assert "assets/simdes.js" in below
    assert "index.php" in below
    assert below["logo.png"].size == 48
    assert list(Clone(place).files("v1.0", "tidak-ada")) == []


def test_contents_by_object(place: Path) -> None:
    clone = Clone(place)
    below = {blob.path: blob.oid for blob in clone.files("v1.1", "public")}
    wanted = [below["assets/simdes.js"], below["logo.png"]]
    found = dict(clone.contents(wanted))
    assert list(found) == wanted
    assert found[wanted[0]] == b"var versi = 1; // skrip utama aplikasi\n"
    assert found[wanted[1]].startswith(b"\x89PNG\r\n\x1a\n")
    many = [below["logo.png"]] * 200
    assert sum(len(content) for _, content in clone.contents(many)) == 200 * 48


def test_links_and_submodules_are_no_files(place: Path) -> None:
    (place / "public" / "tautan.js").symlink_to("/etc/passwd")
    git(place, "add", "--all", "--force")
    git(place, "commit", "--quiet", "-m", "x")
    git(place, "tag", "v1.2")
    assert "tautan.js" not in {blob.path for blob in Clone(place).files("v1.2", "public")}


def test_a_bare_clone_serves_as_well(place: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(place), "bare.git")
    assert len(Clone(tmp_path / "bare.git").tags()) == 2


def test_nothing_of_the_clone_is_run_or_changed(place: Path, tmp_path: Path) -> None:
    trap = tmp_path / "jebakan"
    script = place / ".git" / "hooks" / "post-checkout"
    script.parent.mkdir(exist_ok=True)
    script.write_text(f"#!/bin/sh\ntouch {trap}\n")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "diff.x.textconv", "filter.x.smudge", "core.sshCommand"):
        git(place, "config", key, f"touch {trap}")
    (place / ".gitattributes").write_text("* filter=x diff=x\n")
    before = sorted((str(path), path.stat().st_mtime_ns) for path in place.rglob("*"))
    clone = Clone(place)
    oids = [blob.oid for blob in clone.files("v1.0", "")]
    assert len(dict(clone.contents(oids))) == len(set(oids))
    assert not trap.exists()
    assert sorted((str(path), path.stat().st_mtime_ns) for path in place.rglob("*")) == before


def test_what_is_no_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError) as refused:
            Clone(folder)
        assert refused.value.code == "no_clone"


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError) as refused:
        Clone(tmp_path)
    assert refused.value.code == "no_git"


def test_a_hostile_name_of_a_tag_is_no_option(place: Path) -> None:
    objects = place / ".git" / "refs" / "tags"
    (objects / "--output=x").write_text(git(place, "rev-parse", "v1.0"))
    names = [tag.name for tag in Clone(place).tags()]
    for name in names:
        assert isinstance(list(Clone(place).files(name, "public")), list)
    assert not (place / "x").exists()
