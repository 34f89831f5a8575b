"""One page as the probe would have read it."""

from secscan.analysis.responses import read_response
from secscan.model.observations import Exchange
from secscan.model.requests import Request

HOST = "dinas.kab.go.id"


def exchange_of(html: str, path: str = "/", status: int = 200, kind: str = "text/html; charset=utf-8") -> Exchange:
    """The exchange of a response on that path."""
    request = Request(scheme="https", host=HOST, port=443, path=path)
    return read_response(request, "127.0.0.2", status, (("Content-Type", kind),), html.encode())[0]
