"""Who is using the pages, and what they may do."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import streamlit as st

from operations.access import Access, Role, is_loopback, read_access
from retrieval.errors import RetrievalError
from settings import Settings, SettingsError


class NotAllowed(RetrievalError):
    """Nobody is signed in, or somebody who is not on the list."""

    code = "not_allowed"


@dataclass(frozen=True, slots=True)
class User:
    """One person. `id` is what their data is kept under; `name` is what the page calls them."""

    id: str
    name: str
    role: Role

    @property
    def may_edit(self) -> bool:
        """Whether they may change which reports are held."""
        return self.role in EDITORS

    @property
    def may_administer(self) -> bool:
        """Whether they may see what others wrote to the staff."""
        return self.role == "administrator"

    @property
    def is_visitor(self) -> bool:
        """Whether they are nobody known: nothing of theirs outlasts the visit."""
        return self.id.startswith(VISITOR)


EDITORS = frozenset({"editor", "administrator"})
"""Roles that may change which reports are held."""
VISITOR = "visitor-"
"""What the id of somebody begins with who is not signed in."""
LOCAL = User("local", "this computer", "administrator")
"""Whoever sits at the computer that the chat runs on, without sign-in."""


def current_user() -> User:
    """Return who is using the page that is being drawn; raises `NotAllowed`."""
    access = access_in_force()
    if access is None:
        return LOCAL if _at_this_computer() else _visitor()
    if not st.user.is_logged_in:
        raise NotAllowed("Nobody is signed in.", remedy="Sign in first.")
    address = str(st.user.get("email") or "").casefold()
    # A provider at which anybody may open an account, under any address, does not say that it has checked it.
    checked = st.user.get("email_verified") is True or access.trusts_addresses
    role = access.role_of(address) if checked else None
    if role is None:
        raise NotAllowed(f"{address or 'This account'} may not use these pages.", remedy="Ask who runs them to add it.")
    return User(address, str(st.user.get("name") or address), role)


def current_editor() -> User:
    """Return who is using the page, asked at the moment of a change; raises `NotAllowed` where they may not edit."""
    user = current_user()
    if not user.may_edit:
        raise NotAllowed(
            "You may read the reports here, but not change which are held.", remedy="Ask who runs these pages."
        )
    return user


def may_still_edit(user: str) -> bool:
    """Whether a person, by the `id` of their `User`, may edit at this moment, wherever it is asked."""
    try:
        access = access_in_force()
    except SettingsError:
        # Nobody is let in by a file that cannot be read.
        return False
    role = access.role_of(user) if access else LOCAL.role if user == LOCAL.id else None
    return role in EDITORS


def access_in_force() -> Access | None:
    """Return the sign-in file's content, read again when the file changes; None where sign-in is off.

    Raises SettingsError where it is broken: then nobody comes in.
    """
    path = Settings.from_environment().sign_in
    try:
        return None if path is None else _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise SettingsError(f"The sign-in file {path} cannot be read: {error}.") from error


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> Access:  # noqa: ARG001 (the key of the cache)
    return read_access(path)


def _at_this_computer() -> bool:
    """Say whether the page is asked for by the computer it runs on: not through a proxy, nor under another name."""
    headers = st.context.headers
    forwarded = any(name in headers for name in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded"))
    named = headers.get("Host", "localhost")
    host = named if named.endswith("]") else named.rpartition(":")[0] or named
    return is_loopback(st.get_option("server.address")) and is_loopback(host) and not forwarded


def _visitor() -> User:
    """Return a reader of their own for each visit: without sign-in nobody must see what another asked."""
    visitor: User = st.session_state.setdefault("visitor", User(f"{VISITOR}{uuid4().hex}", "a visitor", "reader"))
    return visitor
