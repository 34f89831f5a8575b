import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from secscan.model.ids import OpdId
from secscan.model.register import Opd, Register
from secscan.registry import folder as module
from secscan.registry.folder import load_register, save_register
from secscan.registry.problems import Code, RegisterRefused
from tests.unit.registry.registers import registers

OLD = Register(opds=(Opd(OpdId("lama"), "Lama"),))
NEW = Register(opds=(Opd(OpdId("baru"), "Baru"),))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(register=registers())
def test_what_is_saved_is_loaded(tmp_path: Path, register: Register) -> None:
    save_register(tmp_path, register)
    assert load_register(tmp_path) == register


def test_an_empty_folder_is_an_empty_register(tmp_path: Path) -> None:
    assert load_register(tmp_path) == Register()


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    save_register(tmp_path, OLD)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["apps.csv", "hosts.csv", "opd.csv", "permits.csv"]


@pytest.mark.parametrize("step", range(12))
def test_killed_at_any_step_the_register_is_the_old_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Every rename and every written file is a step; a kill is an exception that nobody catches."""
    save_register(tmp_path, OLD)
    left = step

    def dying(original: object) -> object:
        def call(*args: object, **options: object) -> object:
            nonlocal left
            if left == 0:
                raise SystemError("killed")
            left -= 1
            return original(*args, **options)  # type: ignore[operator]

        return call

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", dying(Path.rename))
        patch.setattr(Path, "replace", dying(Path.replace))
        patch.setattr(module, "write_synced", dying(module.write_synced))
        patch.setattr(module.shutil, "rmtree", dying(module.shutil.rmtree))
        try:
            save_register(tmp_path, NEW)
            finished = True
        except SystemError:
            finished = False
    found = load_register(tmp_path)
    assert found in (OLD, NEW)
    assert not finished or found == NEW
    save_register(tmp_path, NEW)
    assert load_register(tmp_path) == NEW
    assert len(list(tmp_path.iterdir())) == 4


def test_files_that_were_broken_by_hand_are_told(tmp_path: Path) -> None:
    save_register(tmp_path, OLD)
    (tmp_path / "apps.csv").write_text("id,opd,nama,url\nx,tidak-ada,X,https://x.id/\n")
    with pytest.raises(RegisterRefused) as refused:
        load_register(tmp_path)
    (problem,) = refused.value.problems
    assert (problem.code, problem.file, problem.row) == (Code.UNKNOWN_OPD, "apps.csv", 2)
