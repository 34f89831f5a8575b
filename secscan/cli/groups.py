"""Groups of verbs that load a verb's module only when it is called, and end every call with one exit code."""

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, NoReturn

import click

from secscan.base.errors import SecscanError
from secscan.cli.exit_codes import ExitCode, exit_code
from secscan.model.enums import Language

if TYPE_CHECKING:  # what only errors and shells need is loaded for them: `--help` must be there at once
    from click.shell_completion import CompletionItem


class Verb(NamedTuple):
    """Where a command stands, `module:attribute`, and its line in the help."""

    target: str
    summary: str


class LazyGroup(click.Group):
    """A group whose commands stand in one explicit table, and are imported when they are called."""

    verbs: ClassVar[Mapping[str, Verb]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        verb = self.verbs.get(cmd_name)
        if verb is None:
            return None
        module, _, attribute = verb.target.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's, but the nearest verb is sought among the names of the table."""
        if args and args[0] not in self.verbs and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=list(self.verbs), ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.summary) for name, verb in self.verbs.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """The verbs and options that begin so, without importing any."""
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=verb.summary) for name, verb in self.verbs.items() if name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)


class Shell(LazyGroup):
    """The outermost group: turns what a verb returns or raises into an exit code and a message that says what to do.

    A verb returns an `ExitCode`, or None for 0.
    """

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002 - every call ends with one exit code
        windows_expand_args: bool = True,  # noqa: ARG002
        **extra: Any,
    ) -> NoReturn:
        arguments = list(sys.argv[1:] if args is None else args)
        language = _language(arguments, os.environ)
        try:
            result = super().main(
                arguments, prog_name, complete_var, standalone_mode=False, windows_expand_args=False, **extra
            )
            code = result if isinstance(result, int) else ExitCode.OK
        except (click.Abort, KeyboardInterrupt):
            code = _stop(ExitCode.INTERRUPTED, _interrupted(language))
        except click.exceptions.NoSuchCommand as error:
            near = ", ".join(error.possibilities or ())
            code = _stop(ExitCode.USAGE, _told("no_such_verb", language, word=error.command_name, near=near))
        except click.exceptions.NoSuchOption as error:
            near = ", ".join(error.possibilities or ())
            code = _stop(ExitCode.USAGE, _told("no_such_option", language, word=error.option_name, near=near))
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except SecscanError as error:
            code = _stop(exit_code(error), _described(error, language))
        except OSError as error:
            code = _stop(ExitCode.FAILED, _system_error(error, language))
        except Exception as error:  # the last resort: a bug is told in one line
            code = _stop(ExitCode.FAILED, _told("bug", language, detail=f"{type(error).__name__}: {error}"))
        sys.exit(code)


def _stop(code: ExitCode, message: str) -> ExitCode:
    """Say why the call ends; SECSCAN_DEBUG=1 shows where in the program."""
    if os.environ.get("SECSCAN_DEBUG") == "1":
        import traceback

        traceback.print_exc()
    click.echo(f"secscan: {message}", err=True)
    return code


def _language(arguments: Sequence[str], environ: Mapping[str, str]) -> Language:
    """The language asked for, found even if the call can't be parsed."""
    wanted = environ.get("SECSCAN_LANG", "")
    for before, word in zip(("", *arguments), arguments, strict=False):
        if before == "--lang" or word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    return Language.EN if wanted.lower() == Language.EN else Language.ID


def _told(code: str, language: Language, **values: str) -> str:
    """The sentence of an error that is not the program's own."""
    return _described(SecscanError(code, values=values), language)


def _described(error: SecscanError, language: Language) -> str:
    from secscan.cli.wording import describe

    return describe(error, language)


def _interrupted(language: Language) -> str:
    """That the call was stopped, even in the middle of loading what tells it."""
    try:
        return _told("interrupted", language)
    except Exception:
        return "SIGINT"


def _system_error(error: OSError, language: Language) -> str:
    known = {
        errno.ENOSPC: "disk_full",
        errno.EDQUOT: "disk_full",
        errno.EACCES: "no_access",
        errno.EPERM: "no_access",
        errno.EROFS: "read_only",
    }
    code = known.get(error.errno or 0, "system_error")
    return _told(code, language, path=str(error.filename or ""), detail=error.strerror or type(error).__name__)
