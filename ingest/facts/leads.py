"""Who led an inspection."""

import re
from collections.abc import Iterator, Sequence

from ingest.kinds.profile import Profile
from ingest.models import Passage

_AFTER_NAME = r"(?:HMI|Her|His|Senior|Deputy|Team|Ofsted|Judgement|Age)\b"
_NAME = (
    r"[A-Z](?:[\w’'-]+|\.)?"
    rf"(?:\s+(?!{_AFTER_NAME})(?:[A-Z][\w’'-]*\.?|de|van|von|la|le|al|bin)){{1,3}}"
)
_LEAD = re.compile(
    rf"(?<!eputy )\b(?i:lead|reporting)\s+(?i:inspectors?|HMI)\s*(?P<colon>:?)\s*(?P<first>{_NAME})"
    rf"(?:[^\n.]{{0,40}}?\band\s+(?P<second>{_NAME}))?"
)
_SIGNED = re.compile(rf"Yours\s+sincerely,?\s+(?P<first>{_NAME})")


def read_lead_inspector(passages: Sequence[Passage], profile: Profile) -> tuple[str | None, str | None]:
    """Return who led, and the passage that says so: after its label, one with a colon first; else who signed."""
    if profile.lead is not None:
        return _by_patterns(passages, profile)
    matches = [
        (match, passage)
        for passage, text in _signed_by(passages)
        if "nspector" in text or "incerely" in text
        for match in (*_LEAD.finditer(text), *_SIGNED.finditer(text))
    ]
    if not matches:
        return None, None
    match, passage = min(matches, key=lambda one: not one[0].groupdict().get("colon"))
    names = [match["first"], match.groupdict().get("second")]
    return " and ".join(" ".join(name.split()) for name in names if name), passage.id


def _by_patterns(passages: Sequence[Passage], profile: Profile) -> tuple[str | None, str | None]:
    for pattern in profile.lead or ():
        for passage in passages:
            match = pattern.search(passage.text)
            if match:
                return " ".join(match["name"].split()), passage.id
    return None, None


def _signed_by(passages: Sequence[Passage]) -> Iterator[tuple[Passage, str]]:
    """Yield each passage with its text; that of a name below "Yours sincerely" with these words before it."""
    greeting = ""
    for passage in passages:
        yield passage, f"{greeting}{passage.text}"
        closes = passage.text.rstrip(" ,").lower().endswith("sincerely")
        greeting = "Yours sincerely\n" if closes else ""
