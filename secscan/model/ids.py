"""Identifiers, each of its own type, so that one is never passed for another."""

from typing import NewType

AppId = NewType("AppId", str)
OpdId = NewType("OpdId", str)
RunId = NewType("RunId", str)
CheckId = NewType("CheckId", str)
ControlId = NewType("ControlId", str)
JobKey = NewType("JobKey", str)
Fingerprint = NewType("Fingerprint", str)
