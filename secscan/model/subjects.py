"""What a finding is about: a host, an endpoint, a site or a domain."""

import msgspec

from secscan.base.urls import UrlParts, base_path, bracketed, origin_of


class Host(msgspec.Struct, frozen=True, gc=False, tag="host", tag_field="kind"):
    """One IP address."""

    ip: str

    @property
    def key(self) -> str:
        return f"host:{self.ip}"

    @property
    def place(self) -> str:
        """How people are told where it is."""
        return self.ip


class Endpoint(msgspec.Struct, frozen=True, gc=False, tag="endpoint", tag_field="kind"):
    """One TCP port of one address."""

    ip: str
    port: int

    @property
    def key(self) -> str:
        return f"endpoint:{bracketed(self.ip)}:{self.port}"

    @property
    def place(self) -> str:
        """How people are told where it is."""
        return f"{bracketed(self.ip)}:{self.port}"


class Site(msgspec.Struct, frozen=True, gc=False, tag="site", tag_field="kind"):
    """An origin and a base path, which begins and ends with a slash."""

    scheme: str
    host: str
    port: int
    path: str = "/"

    @property
    def key(self) -> str:
        return f"site:{self.scheme}://{bracketed(self.host)}:{self.port}{self.path}"

    @property
    def place(self) -> str:
        """How people are told where it is: without a default port."""
        return self.url

    @property
    def origin(self) -> str:
        return origin_of(self.scheme, self.host, self.port)

    @property
    def url(self) -> str:
        return self.origin + self.path

    @classmethod
    def of(cls, url: UrlParts) -> "Site":
        """The site that a registered URL names: its folder, without file and query."""
        return cls(url.scheme, url.host, url.port, base_path(url.path))


class Domain(msgspec.Struct, frozen=True, gc=False, tag="domain", tag_field="kind"):
    """A DNS name in lower-case A-label form."""

    name: str

    @property
    def key(self) -> str:
        return f"domain:{self.name}"

    @property
    def place(self) -> str:
        """How people are told where it is."""
        return self.name


Subject = Host | Endpoint | Site | Domain


def contains(outer: Subject, inner: Subject) -> bool:
    """Whether a look at `outer` was also a look at `inner`: the same subject, or a host and its endpoints."""
    if outer == inner:
        return True
    return isinstance(outer, Host) and isinstance(inner, Endpoint) and outer.ip == inner.ip
