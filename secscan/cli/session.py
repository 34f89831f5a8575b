"""What every verb is given: where it stands, in which language it speaks, and what time it is."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from secscan.base.clock import Clock, SystemClock
from secscan.model.enums import Language

if TYPE_CHECKING:  # what a verb works with is loaded when it works: `--help` must be there at once
    from secscan.cli.output import Output
    from secscan.cli.wording import Wording
    from secscan.model.settings import Settings
    from secscan.workspace.layout import Workspace
    from secscan.workspace.settings import Configuration


class Surroundings(NamedTuple):
    """What lies outside the program; tests hand in their own as click's `obj`."""

    environ: Mapping[str, str]
    clock: Clock = SystemClock()


class Opened(NamedTuple):
    """An opened workspace with its settings."""

    workspace: "Workspace"
    configuration: "Configuration"

    @property
    def settings(self) -> "Settings":
        return self.configuration.settings


class Session(NamedTuple):
    """One call of secscan. `folder` is the workspace's, which need not exist: `open` says so."""

    folder: Path
    language: Language
    environ: Mapping[str, str]
    clock: Clock
    output: "Output"

    def open(self, flags: Mapping[str, object] | None = None) -> Opened:
        """The workspace and its settings; `flags` are values of the command line by key path (`scan.rate`), None for
        those not given. Raises UsageError."""
        from secscan.workspace.layout import open_workspace
        from secscan.workspace.settings import read_settings

        workspace = open_workspace(self.folder)
        return Opened(workspace, read_settings(workspace.settings, self.environ, flags))

    def open_if_there(self) -> Opened | None:
        """The workspace, or None where there is none, for verbs that don't need one."""
        from secscan.workspace.layout import Workspace

        workspace = Workspace(self.folder)
        return self.open() if workspace.settings.is_file() else None

    def today(self, settings: "Settings") -> date:
        """The date at the office."""
        from zoneinfo import ZoneInfo

        return self.clock.now().astimezone(ZoneInfo(settings.office.timezone)).date()

    def wording(self, name: str) -> "Wording":
        """The sentences of a translation file in the session's language."""
        from secscan.cli.wording import load_wording

        return load_wording(name, self.language)


pass_session = click.make_pass_decorator(Session)
"""Decorator: the command's first argument is the `Session`."""
