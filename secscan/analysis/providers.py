"""Hosting providers whose names can be taken over once their customer has left, and how each says that nobody is there.

Both signs are needed: a record that leads to the provider, and the provider's own page for names without customer, or
for some a target name that no longer exists. Either alone is ordinary.
"""

from typing import NamedTuple

from secscan.model.observations import DnsAnswer, Exchange


class Provider(NamedTuple):
    """`targets` are the ends of CNAME targets or whole addresses; `phrases` stand on the page for unknown names;
    `freed` that the provider gives a target name that does not exist to whoever asks."""

    name: str
    targets: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    freed: bool = False


_GITHUB = tuple(f"185.199.{last}.153" for last in (108, 109, 110, 111))
PROVIDERS: tuple[Provider, ...] = (
    Provider("GitHub Pages", (".github.io", *_GITHUB), ("there isn't a github pages site here",)),
    Provider(
        "Heroku", (".herokuapp.com", ".herokudns.com", ".herokussl.com"), ("no such app", "there's nothing here, yet")
    ),
    Provider("Amazon S3", (".amazonaws.com",), ("nosuchbucket", "the specified bucket does not exist")),
    Provider("AWS Elastic Beanstalk", (".elasticbeanstalk.com",), freed=True),
    Provider(
        "Microsoft Azure",
        (
            *(".azurewebsites.net", ".cloudapp.net", ".cloudapp.azure.com", ".trafficmanager.net", ".azureedge.net"),
            *(".blob.core.windows.net", ".azure-api.net"),
        ),
        freed=True,
    ),
    Provider("Shopify", (".myshopify.com",), ("sorry, this shop is currently unavailable",)),
    Provider("Tumblr", (".tumblr.com",), ("whatever you were looking for doesn't currently exist at this address",)),
    Provider("Netlify", (".netlify.app", ".netlify.com"), ("not found - request id",)),
    Provider("Fastly", (".fastly.net",), ("fastly error: unknown domain",)),
    Provider("Pantheon", (".pantheonsite.io",), ("the gods are wise, but do not know of the site",)),
    Provider("Surge", (".surge.sh",), ("project not found",)),
    Provider("Bitbucket", (".bitbucket.io",), ("repository not found",)),
    Provider("Zendesk", (".zendesk.com",), ("help center closed",)),
    Provider("WordPress.com", (".wordpress.com",), ("do you want to register",)),
    Provider("Ghost", (".ghost.io",), ("the thing you were looking for is no longer here",)),
    Provider("ReadMe", (".readme.io",), ("project doesnt exist... yet",)),
    Provider("Wix", (".wixdns.net",), ("error connectyourdomain occurred",)),
)


def claimable(dns: DnsAnswer, home: Exchange | None) -> Provider | None:
    """The provider at which whoever comes first could take over this name; None when both signs are not there."""
    for provider in PROVIDERS:
        if not _leads_to(dns, provider):
            continue
        if provider.freed and is_missing(dns):
            return provider
        text = _text(home)
        if home is not None and any(phrase in text for phrase in provider.phrases):
            return provider
    return None


def needs_page(dns: DnsAnswer) -> bool:
    """Whether a name leads to a provider whose page must be seen to tell."""
    return any(provider.phrases and _leads_to(dns, provider) for provider in PROVIDERS)


def is_missing(dns: DnsAnswer) -> bool:
    """Whether the name, or what it is an alias of, does not exist: NXDOMAIN, not a server that failed."""
    return not dns.addresses and "NXDOMAIN" in dns.rcodes.values()


def _leads_to(dns: DnsAnswer, provider: Provider) -> bool:
    places = [target.lower().rstrip(".") for target in (*dns.cname_chain, *dns.records.get("CNAME", ()))]
    places = [f".{place}" for place in places] + list(dns.addresses)
    return any(place.endswith(target) for place in places for target in provider.targets if place != f".{dns.name}")


def _text(home: Exchange | None) -> str:
    if home is None:
        return ""
    page = home.page
    text = f"{page.title} {page.text}" if page is not None else home.excerpt
    return text.lower().replace("’", "'")[:20_000]
