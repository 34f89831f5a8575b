"""The ids of one table's rows: given or made, each claimed once, spelled as the register already spells them."""

from collections.abc import Iterable

from secscan.registry.fields import Fields
from secscan.registry.problems import Code
from secscan.registry.slugs import free_slug


class Identities:
    """Ids compare without case. `existing` are those of the register; `given` those that the file itself states."""

    def __init__(self, existing: Iterable[str], given: Iterable[str]) -> None:
        self._spelling = {identity.casefold(): identity for identity in existing}
        self._given = {identity.casefold() for identity in given}
        self._claimed: dict[str, int] = {}

    def __contains__(self, identity: object) -> bool:
        """Whether a slug is taken, by the register or by the file."""
        return identity in self._spelling or identity in self._given or identity in self._claimed

    def claim(self, fields: Fields, key: str, identity: str) -> str | None:
        """The id for this row, as the register spells it; None, with a problem in column `key`, if another row has
        it."""
        folded = identity.casefold()
        first = self._claimed.setdefault(folded, fields.number)
        if first != fields.number:
            fields.error(Code.DUPLICATE, key, identity, str(first))
            return None
        return self._spelling.get(folded, identity)

    def made(self, alike: Iterable[str], first: str, second: str) -> str:
        """The id of a row that gives none: that of the first unclaimed entry `alike` in the register, else a free
        slug."""
        for identity in alike:
            if identity.casefold() not in self._given and identity.casefold() not in self._claimed:
                return identity
        return free_slug(first, second, self)
