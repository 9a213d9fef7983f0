"""Who is using the pages, and what they may do."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "editor", "administrator"]
"""A reader asks and reads; an editor also adds, replaces and removes reports; an administrator may do everything."""


@dataclass(frozen=True, slots=True)
class User:
    """One person. `id` is what their data is kept under; `name` is what the page calls them."""

    id: str
    name: str
    role: Role

    @property
    def may_edit(self) -> bool:
        """Whether they may change which reports are held."""
        return self.role != "reader"

    @property
    def may_administer(self) -> bool:
        """Whether they may see what others wrote to the staff."""
        return self.role == "administrator"


LOCAL = User("local", "this computer", "administrator")
"""Whoever sits at the computer that the chat runs on, without sign-in."""


def current_user() -> User:
    """Return who is using the page that is being drawn."""
    return LOCAL
