"""What retire.js' repository says of a library, as entries of the pack `jslibs`."""

from collections.abc import Iterable


def hole_names(library: str, cves: Iterable[str], ghsa: str, below: str, taken: set[str]) -> tuple[str, ...]:
    """The id of a record, then its aliases. A record without public ids is called by library and fix: `jquery<2.2.0`.
    `taken` are the ids of earlier records of the library without public ids; a second one gets `#2`."""
    public = tuple(dict.fromkeys(name for name in (*cves, ghsa) if name))
    if public:
        return public
    name = base = f"{library}<{below}"
    count = 1
    while name in taken:
        count += 1
        name = f"{base}#{count}"
    taken.add(name)
    return (name,)
