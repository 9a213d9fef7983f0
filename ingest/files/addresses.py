"""Which web addresses a report may be fetched from: https, a publisher on the list, and a machine on the open internet.

Pure checks: the name is looked up elsewhere, and whoever connects does so to the very address that passed here.
"""

from collections.abc import Collection, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from ingest.errors import RefusedAddress

_NOT_PUBLIC = tuple(
    ip_network(net) for net in ("168.63.129.16/32", "192.88.99.0/24", "fec0::/10", "3fff::/20", "5f00::/16")
)
"""What Python calls global: Azure's own server inside each machine, the old 6to4 relay, site-local addresses, those for
documentation, and segment routing's."""
_REMEDY = "Download the report with a browser and ingest the file."


def is_address(text: str) -> bool:
    """Whether an argument of `ingest` is a web address and no path."""
    return "://" in text


def check_url(url: str, hosts: Collection[str]) -> SplitResult:
    """Return the parts of an address that may be fetched; raises RefusedAddress."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedAddress(f"“{url}” is no web address.", remedy="Check it.") from error
    if parts.scheme != "https":
        raise RefusedAddress(f"{url} was not fetched: only https addresses are.", remedy=_REMEDY)
    if parts.username is not None or parts.password is not None:
        raise RefusedAddress("An address with a name or password in it is not fetched.", remedy=_REMEDY)
    if port not in (None, 443):
        raise RefusedAddress(f"{url} was not fetched: it names another port than that of https.", remedy=_REMEDY)
    if (parts.hostname or "") not in hosts:
        allowed = ", ".join(sorted(hosts)) or "none"
        raise RefusedAddress(
            f"{parts.hostname or url} is not on the list of sites that reports are fetched from ({allowed}).",
            remedy=f"{_REMEDY} An operator may add a site to INSPECTION_QA_HOSTS.",
        )
    return parts


def check_addresses(host: str, addresses: Sequence[str]) -> str:
    """Return the first of the addresses that `host` was looked up as; raises RefusedAddress unless all are public."""
    if not addresses:
        raise RefusedAddress(f"{host} has no address.", remedy=_REMEDY)
    for one in addresses:
        if not _is_public(one):
            raise RefusedAddress(
                f"{host} was not fetched: its name leads to {one}, which is no address of the open internet.",
                remedy=_REMEDY,
            )
    return addresses[0]


def _is_public(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return all(
        one.is_global and not one.is_multicast and not one.is_reserved and not any(one in net for net in _NOT_PUBLIC)
        for one in _meant(address)
    )


def _meant(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """Return the address and those that it carries inside it (mapped, 6to4, Teredo, NAT64): routers unwrap them."""
    if isinstance(address, IPv4Address):
        return [address]
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address.packed.startswith(b"\x00\x64\xff\x9b"):
        inner.append(IPv4Address(address.packed[-4:]))
    carried = [one for one in inner if one is not None]
    # Python calls a mapped address reserved, whatever it maps.
    return list(carried) if address.ipv4_mapped else [address, *carried]
