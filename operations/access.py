"""Who may use the chat where it is reached over a network: the operator's sign-in file, read and checked.

trust_addresses = true     # only where all accounts at the provider are the operator's own, see below

[provider]        # the OpenID Connect provider, as Streamlit's `st.login` takes it
redirect_uri = "https://reports.example.gov.uk/oauth2callback"
server_metadata_url = "https://login.example.gov.uk/.well-known/openid-configuration"
client_id = "…"
client_secret = "…"
cookie_secret = "…"        # 32 characters or more, from `openssl rand -hex 32`

[people]          # who may come in, and as what
"ann.archer@example.gov.uk" = "administrator"
"@example.gov.uk" = "reader"

An address counts where the provider says that it has checked it (the claim `email_verified`). Entra ID never says so:
with the metadata address of one tenant, whose accounts nobody else makes, the operator may vouch with
`trust_addresses`; never with that of `common` or `organizations`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from settings import SettingsError

Role = Literal["reader", "editor", "administrator"]
"""A reader asks and reads; an editor also adds, replaces and removes reports; an administrator also sees
what readers said of answers."""
NEEDED = ("redirect_uri", "server_metadata_url", "client_id", "client_secret", "cookie_secret")
SHORTEST_SECRET = 32
_ADDRESS = re.compile(r"[^@\s\x00-\x1f]+(@[^@\s\x00-\x1f]+)")
"""Somebody at one place: a domain's line lets in neither "@example.gov.uk" nor "a@b@example.gov.uk"."""
_LINE = re.compile(r"[^@\s]*@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Access:
    """`people` maps an e-mail address, or `@domain` for all of it, to a role; both in lower case."""

    provider: Mapping[str, str]
    people: Mapping[str, Role]
    trusts_addresses: bool = False
    """Whether an address is believed that the provider does not say it has checked."""

    def role_of(self, address: str) -> Role | None:
        """Return the role of a person's own line, else that of their domain's, else None: not let in."""
        address = address.casefold()
        domain = _ADDRESS.fullmatch(address)
        return (self.people.get(address) or self.people.get(domain[1])) if domain else None


def read_access(path: Path) -> Access:
    """Read a sign-in file; raise `SettingsError` that says what is wrong with it."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"The sign-in file {path} cannot be read: {error}.") from error
    provider, people = held.get("provider", {}), held.get("people", {})
    missing = [name for name in NEEDED if not isinstance(provider.get(name), str) or not provider[name]]
    if missing:
        raise SettingsError(f"The sign-in file {path} lacks {', '.join(missing)} under [provider].")
    if len(provider["cookie_secret"]) < SHORTEST_SECRET:
        raise SettingsError(
            f"The cookie_secret in {path} has under {SHORTEST_SECRET} characters: make one with `openssl rand -hex 32`."
        )
    for name in ("redirect_uri", "server_metadata_url"):
        address = urlsplit(provider[name])
        if address.scheme != "https" and not is_loopback(address.hostname):
            raise SettingsError(f"{name} in {path} must begin with https:// (http only on this computer).")
    wrong = [
        f"{who} = {role}" for who, role in people.items() if not _LINE.fullmatch(who) or role not in get_args(Role)
    ]
    if wrong or not people:
        raise SettingsError(
            f'[people] in {path} needs a line for each person, as "ann@example.gov.uk" = "reader", '
            f"with one of {', '.join(get_args(Role))}" + (f"; not {wrong[0]}." if wrong else ".")
        )
    trusts = held.get("trust_addresses", False)
    if not isinstance(trusts, bool):
        raise SettingsError(f"trust_addresses in {path} is true or false.")
    return Access(provider, {who.casefold(): role for who, role in people.items()}, trusts)


def is_loopback(host: str | None) -> bool:
    """Return whether a host's name or address is this computer itself."""
    if not host or host == "localhost":
        return host == "localhost"
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
