"""YAML files read strictly: an unknown key, a repeated key or a wrong value is an error with its file, line and key
path."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
import yaml

from secscan.base.errors import UsageError
from secscan.base.text import nearest

T = TypeVar("T")
Path = tuple[str | int, ...]

_MAX_DEPTH = 20
_PLACE = re.compile(r"`\$([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\.\.\.|\d+)\]")
_ANY = "..."
_UNKNOWN = re.compile(r"Object contains unknown field `(.+?)`")


def decode(text: str, file: str, kind: type[T]) -> T:
    """The text as a value of `kind`. Raises UsageError for anything that is not exactly that."""
    data, lines = _load(text, file)
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise _explain(str(error), data, lines, file, kind) from None


def _load(text: str, file: str) -> tuple[Any, dict[Path, int]]:
    """Plain values, and the line (from 1) of each key path."""
    loader = yaml.CSafeLoader(text) if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader(text)
    lines: dict[Path, int] = {}
    try:
        root = loader.get_single_node()
        if root is None:
            raise UsageError("empty_file", where=file)
        return _value(loader, root, (), lines, file), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{file}:{mark.line + 1}" if mark is not None else file
        raise UsageError("bad_yaml", where=place, values={"detail": str(error.problem)}) from None
    except yaml.YAMLError as error:
        raise UsageError("bad_yaml", where=file, values={"detail": str(error)}) from None
    finally:
        loader.dispose()


def _value(loader: Any, node: yaml.Node, path: Path, lines: dict[Path, int], file: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if len(path) > _MAX_DEPTH:
        raise UsageError("nested_deeply", where=f"{file}:{lines[path]}")
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node)
            line = key_node.start_mark.line + 1
            if not isinstance(key, (str, int)):
                raise UsageError("key_not_a_word", where=f"{file}:{line}", values={"key": str(key)})
            if key in result:
                raise UsageError("key_twice", where=f"{file}:{line}", values={"key": _dotted((*path, key))})
            result[key] = _value(loader, value_node, (*path, key), lines, file)
            lines[(*path, key)] = line
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item, (*path, index), lines, file) for index, item in enumerate(node.value)]
    return loader.construct_object(node)


def _explain(message: str, data: Any, lines: Mapping[Path, int], file: str, kind: type[Any]) -> UsageError:
    text, _, where = message.partition(" - at ")
    place = _PLACE.search(where)
    steps = [name or index for name, index in _STEP.findall(place[1] if place else "")]
    if where.startswith("`key` in"):
        steps.append(_ANY)
    path = _located(data, steps, message, kind)
    unknown = _UNKNOWN.match(text)
    if unknown:
        near = _near(unknown[1], _at(data, path), kind)
        path = (*path, unknown[1])
        return UsageError("unknown_field", where=_place(path, lines, file), values={"key": unknown[1], "near": near})
    return UsageError("bad_field", where=_place(path, lines, file), values={"detail": text})


def _place(path: Path, lines: Mapping[Path, int], file: str) -> str:
    """File, line and key path of a value, or of the nearest one that has a line."""
    line = next((lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in lines), 1)
    return f"{file}:{line}: {_dotted(path)}".removesuffix(": ")


def _located(data: Any, steps: Sequence[str], message: str, kind: type[Any]) -> Path:
    """The key path of the error. msgspec says `[...]` for any value of a mapping; the one to blame is the one whose
    presence alone brings the same message."""
    path: Path = ()
    for step in steps:
        here = _at(data, path)
        if step != _ANY:
            path = (*path, int(step) if step.isdigit() and isinstance(here, list) else step)
            continue
        keys = here if isinstance(here, dict) else ()
        found = next((key for key in keys if _message(_only(data, path, key), kind) == message), None)
        if found is None:
            return path
        path = (*path, found)
    return path


def _only(data: Any, path: Path, key: str | int) -> Any:
    """A copy of the data in which the mapping at `path` holds nothing but `key`."""
    if path:
        copy: Any = dict(data) if isinstance(data, dict) else list(data)
        copy[path[0]] = _only(data[path[0]], path[1:], key)
        return copy
    return {key: data[key]}


def _message(data: Any, kind: type[Any]) -> str:
    try:
        msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _near(key: str, holder: Mapping[str, Any], kind: type[Any]) -> str:
    """The nearest keys that any record of this kind of file has."""
    known = {field.name for record in _records(kind, set()) for field in msgspec.structs.fields(record)}
    return nearest(key, sorted(known - set(holder)))


def _records(kind: Any, seen: set[Any]) -> Iterator[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        if kind in seen:
            return
        seen.add(kind)
        yield kind
        for field in msgspec.structs.fields(kind):
            yield from _records(field.type, seen)
        return
    for part in getattr(kind, "__args__", ()):
        yield from _records(part, seen)


def _dotted(path: Path) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")
