"""What the TLS probe and its child programs say to each other: one JSON object a line.

The child asks before every TCP connection and says when it is closed, so that the parent's budget stays the only
authority over what is sent.
"""

import msgspec

from secscan.model.enums import Reason, Status
from secscan.model.observations import TlsAssessment

MAX_LINE = 4_000_000
"""Longer lines from a child are a fault: the largest certificate chain that a handshake carries is 100 kB."""


class Job(msgspec.Struct, frozen=True, tag="job", kw_only=True):
    """Assess TLS of one port under one server name, or take its certificate only.

    `seconds` is the time left, waiting for the budget included.
    """

    ip: str
    port: int
    server_name: str
    seconds: float
    reference: TlsAssessment | None = None
    certificate_only: bool = False


class Go(msgspec.Struct, frozen=True, tag="go"):
    """The connection that was asked for may be made now."""


class Halt(msgspec.Struct, frozen=True, tag="halt"):
    """No further connection; answer with what is known."""


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """May one more connection be made?"""


class Closed(msgspec.Struct, frozen=True, tag="closed", kw_only=True):
    """The connection is over. `connected` says that TCP was established, `refused` that it was refused."""

    connected: bool
    refused: bool = False
    sent: int = 0
    received: int = 0


class Done(msgspec.Struct, frozen=True, tag="done", kw_only=True):
    """The end of the job: an assessment, or why there is none."""

    status: Status
    reason: Reason | None = None
    detail: str = ""
    assessment: TlsAssessment | None = None


ToChild = Job | Go | Halt
ToParent = Ask | Closed | Done
