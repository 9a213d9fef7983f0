"""The questions in one question: "How long does adoption take, and are families helped later?" asks two things."""

import re

from retrieval.text.normalise import content_stems

_ASKS = (
    r"(?:what|who|how|which|when|where|why|is|are|was|were|do|does|did|has|have|had|can|will|any|whether|whose)"
    r"(?:'s)?\b"
)
_BOUNDARY = re.compile(
    rf"(?<=[?;.!])\s+|\s*[,–—-]*\s+(?:and|but|or)\s+(?:also\s+|then\s+)?(?={_ASKS})|,\s+(?={_ASKS})"
    rf"|\s[-–—]\s(?={_ASKS})|:\s+(?={_ASKS})",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|its|that|this|they|them|their|these|those|he|she|ones?|there)\b", re.IGNORECASE)
_MOST = 3
_TOPIC_STEMS = 8
"""Content words up to which an opening that asks nothing is the topic of the rest ("Passes: do they know?")."""
_FEW_STEMS = 2
"""Content words up to which a part says too little by itself and takes the topic along."""


def parts_of(question: str) -> tuple[str, ...]:
    """Return the two or three questions that `question` is made of, each complete in itself; () where it is one."""
    parts = [part for piece in _BOUNDARY.split(question) if (part := piece.strip(" ,;:–—-?.!"))]
    topic = ""
    if len(parts) > 1 and not re.match(_ASKS, parts[0], re.IGNORECASE) and _stems(parts[0]) <= _TOPIC_STEMS:
        topic, *parts = parts
    parts = [part for part in parts if _stems(part)]
    if len(parts) < 2 or "(" in question:
        return ()
    about = topic or parts[0]
    return tuple(
        _completed(part, about, first=not at and not topic, topic=topic) for at, part in enumerate(parts[:_MOST])
    )


def _completed(part: str, about: str, *, first: bool, topic: str) -> str:
    leans = bool(topic) or _POINTS.search(part) is not None or _stems(part) <= _FEW_STEMS
    return f"{part}?" if first or not leans else f"{part} ({about})?"


def _stems(text: str) -> int:
    return len(set(content_stems(text)))
