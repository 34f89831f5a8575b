"""Where addresses are registered: the country, and who announces them."""

from typing import NamedTuple, Protocol


class Place(NamedTuple):
    """`country` is an ISO 3166 code; `network` names the network or its operator, "" where the table says nothing."""

    country: str
    network: str = ""


class Networks(Protocol):
    """A table of address ranges."""

    def at(self, address: str) -> Place | None:
        """The range that holds the address; None where no range does."""


class NoNetworks:
    """The table of an office that has installed none."""

    def at(self, address: str) -> Place | None:  # noqa: ARG002
        return None
