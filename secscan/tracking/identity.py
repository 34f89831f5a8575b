"""What makes two findings the same one, from run to run."""

import hashlib

import msgspec

from secscan.model.checks import Discriminators
from secscan.model.ids import CheckId, Fingerprint
from secscan.model.subjects import Subject

_DIGITS = 32


def fingerprint(check: CheckId, subject: Subject, discriminators: Discriminators = ()) -> Fingerprint:
    """The identity of a finding: a hash of check, subject and sorted discriminators, in 32 hex digits.

    Severity, facts and run have no part in it, and an address only where the subject is a host or endpoint.
    """
    identity = msgspec.json.encode([check, subject.key, sorted(discriminators)])
    return Fingerprint(hashlib.sha256(identity).hexdigest()[:_DIGITS])
