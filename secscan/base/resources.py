"""The one door to the data folders: `profiles/`, `findings/` and `templates/`.

They stand beside the package in a checkout and inside it (`secscan/_data/`) in an installed wheel.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable

from secscan.base.errors import SecscanError


def data_folder(name: str) -> Traversable:
    """The data folder `name`, wherever this installation keeps it."""
    package = files("secscan")
    installed = package.joinpath("_data", name)
    if installed.is_dir():
        return installed
    checkout = package.joinpath("..", name)
    if checkout.is_dir():
        return checkout
    raise SecscanError("no_data_folder", values={"name": name})


def read_text(folder: str, *parts: str) -> str:
    """The UTF-8 text of one data file."""
    return data_folder(folder).joinpath(*parts).read_text(encoding="utf-8")


def names(folder: str, *parts: str, suffix: str) -> tuple[str, ...]:
    """The sorted names, without suffix, of the files that end in `suffix` in a data folder."""
    place = data_folder(folder).joinpath(*parts)
    return tuple(sorted(entry.name.removesuffix(suffix) for entry in place.iterdir() if entry.name.endswith(suffix)))
