"""The command tree of secscan, as click knows it."""

from collections.abc import Iterator

import click

from secscan.cli.main import cli


def verbs(group: click.Group = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its full name without `secscan`: `register import`."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from verbs(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def options(command: click.Command) -> set[str]:
    """The names of a command's options, all spellings, without help."""
    return {
        name for one in command.params if isinstance(one, click.Option) for name in (*one.opts, *one.secondary_opts)
    }


def parse(words: list[str]) -> None:
    """Parse a call of secscan as the shell would, without running it. Raises click.UsageError."""
    command: click.Command = cli
    context: click.Context | None = None
    name = "secscan"
    while True:
        context = command.make_context(name, list(words), parent=context)
        if not isinstance(command, click.Group):
            return
        words = [*context._protected_args, *context.args]
        found, following, words = command.resolve_command(context, words)
        assert found is not None
        assert following is not None
        name, command = found, following
