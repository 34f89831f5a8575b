"""What needs no socket; `tests/integration/test_intel_update.py` has the rest."""

import pytest

from secscan.intel.public import Failure, SourceError, Validators, _next


def test_conditions_are_asked_by_what_is_known() -> None:
    assert Validators().headers() == {}
    assert Validators('"1"', "Sun, 22 Nov 2026 03:00:00 GMT").headers() == {
        "If-None-Match": '"1"',
        "If-Modified-Since": "Sun, 22 Nov 2026 03:00:00 GMT",
    }


@pytest.mark.parametrize("location", ["/b/", "b/", "?x", "https://sumber.go.id/b", "https://sumber.go.id:443/b"])
def test_redirects_on_the_same_server(location: str) -> None:
    assert _next("https://sumber.go.id/a", location).startswith("https://sumber.go.id")


@pytest.mark.parametrize("location", [
    "", "https://lain.go.id/a", "http://sumber.go.id/a", "https://sumber.go.id:8443/a", "//lain.go.id/a",
    "file:///etc/passwd", "https://sumber.go.id@lain.go.id/", "https://sumber.go.id.lain.id/",
])  # fmt: skip
def test_redirects_to_elsewhere(location: str) -> None:
    with pytest.raises(SourceError) as refused:
        _next("https://sumber.go.id/a", location)
    assert refused.value.failure is Failure.MOVED
