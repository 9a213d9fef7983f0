"""Which kind of report a text is of: told by the first title that it prints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.kinds.loader import profiles
from ingest.kinds.profile import Profile, Title


@dataclass(frozen=True, slots=True)
class Recognised:
    """A kind, and the title that told it, as found in the text."""

    profile: Profile
    title: Title
    match: re.Match[str]

    @property
    def subject(self) -> str:
        """Whom the title says the report is about, "" where it does not."""
        return " ".join((self.match.groupdict().get("subject") or "").split())


def recognise(text: str) -> Recognised | None:
    """Return the kind whose title stands first in `text`, the beginning of a report; None where none does."""
    found = sorted(_titles(text), key=lambda one: (one.match.start(), one.title.yields))
    return found[0] if found else None


def rival(text: str, told: Recognised) -> Recognised | None:
    """Return a kind of another family whose title, with whom it is about, opens a later line of `text`."""
    for one in sorted(_titles(text), key=lambda one: one.match.start()):
        begins = one.match.start() == 0 or text[one.match.start() - 1] == "\n"
        if begins and one.subject and one.profile.family != told.profile.family:
            return one
    return None


def _titles(text: str) -> Iterator[Recognised]:
    for profile in profiles().values():
        if all(need.search(text) for need in profile.recognise.needs):
            for title in profile.recognise.titles:
                match = next((one for one in title.pattern.finditer(text) if _named(one)), None)
                if match is not None:
                    yield Recognised(profile, title, match)


def _named(match: re.Match[str]) -> bool:
    """Whether the subject, where a title has one, is a name: it begins with a capital letter."""
    subject = match.groupdict().get("subject")
    return subject is None or subject[:1].isupper()
