"""How far a report may travel: the Traffic Light Protocol 2.0 of FIRST, beside the class of an Indonesian official
letter."""

from enum import StrEnum


class Tlp(StrEnum):
    """The labels of TLP 2.0."""

    RED = "TLP:RED"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    AMBER = "TLP:AMBER"
    GREEN = "TLP:GREEN"
    CLEAR = "TLP:CLEAR"

    @property
    def key(self) -> str:
        """The word that translations and styles know it by."""
        return self.name.lower()


def parse_tlp(text: str) -> Tlp:
    """A label by name, with or without `TLP:`, in any case. Raises ValueError."""
    wanted = text.strip().upper().removeprefix("TLP:").replace("_", "+")
    for label in Tlp:
        if label.value == f"TLP:{wanted}":
            return label
    raise ValueError(f"{text!r} is no TLP label; known are {', '.join(Tlp)}")
