"""What kind of answer a question asks for, read from its wording alone, notes such as "agency staff %?" included."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from retrieval.text.normalise import STOP_WORDS, normalise, stem

IntentKind = Literal[
    "number",
    "yes_no",
    "who",
    "when",
    "where",
    "list",
    "reason",
    "comparison",
    "recommendation",
    "definition",
    "general",
]
Measure = Literal["count", "percentage", "money", "duration", "frequency", "age"]


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question wants. `targets` are stems of what is counted, named or listed; () where nothing is named."""

    kind: IntentKind
    measure: Measure | None = None
    """What sort of figure a number question asks for; None for other kinds."""
    targets: tuple[str, ...] = ()
    person: bool = False
    """Whether a person's own name is asked for, not a role or an organisation."""


_ASKS = r"(?:what|who|how|which|when|where|why|is|are|was|were|do|does|did|has|have|can|any)\b"
_PART = re.compile(rf"(?<=[?;])\s+|\s*[,–—-]?\s+(?:and|but)\s+(?:also\s+)?(?={_ASKS})|,\s+(?={_ASKS})")
_TARGET = re.compile(
    r"\b(?:(?:how many|how much|which|what|average|avg|exact|examples? of)|(?:number|percentage|percent|per cent|share|"
    r"proportion|rate|ratio|size|figure|count|total|names?|%)(?: of)?)\s+(?P<rest>.+)"
)
_NO_TARGET = """
    number percentage percent cent share proportion rate ratio size figure total average name names named called
    exact exactly kind kinds type types sort sorts new extra current currently report reports reported inspectors
    inspector inspection ofsted say said says find found mention mentioned council local authority altogether
    whole overall please different main other last past year years month months previous many much
"""
_NOT_TARGETS = frozenset(stem(word) for word in _NO_TARGET.split())


def read_intent(question: str) -> Intent:
    """Return what `question` asks for; the first of its parts decides where it asks several things."""
    plain = normalise(question).lower().strip()
    kind, measure = _kind(plain)
    if kind == "general":
        kind, measure = _kind(_PART.split(plain)[0])
    person = kind == "who" and _is("person", plain)
    return Intent(kind=kind, measure=measure, targets=_targets(plain), person=person)


def _kind(plain: str) -> tuple[IntentKind, Measure | None]:
    """Try the kinds from the most to the least telling; a comparison keeps its measure."""
    if _is("recommendation", plain):
        return "recommendation", None
    if _is("reason", plain):
        return "reason", None
    measure = next((one for one in _MEASURES if _is(one, plain)), None)
    if _is("when", plain) and measure not in ("count", "percentage", "money"):
        return "when", None
    if measure:
        return ("comparison" if _is("comparison", plain) else "number"), measure
    return next((one for one in _KINDS if _is(one, plain)), "general"), None


_MEASURES: tuple[Measure, ...] = ("age", "frequency", "percentage", "duration", "money", "count")
_KINDS: tuple[IntentKind, ...] = ("comparison", "definition", "list", "who", "yes_no", "where")


def _is(name: str, plain: str) -> bool:
    return bool(_patterns()[name].search(plain))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    table = tomllib.loads(files(__package__).joinpath("intent.toml").read_text(encoding="utf-8"))
    rules = {name: listed for name, listed in table.items() if name != "measure"} | table["measure"]
    return {name: re.compile("|".join(listed)) for name, listed in rules.items()}


def _targets(plain: str) -> tuple[str, ...]:
    match = _TARGET.search(plain)
    if match is None:
        return ()
    found: list[str] = []
    for word in re.findall(r"[\w'%-]+|[^\w\s]", match["rest"]):
        root = stem(word.removesuffix("'s").removesuffix("'"))
        if root in _NOT_TARGETS or word in {"the", "our", "of", "their", "its", "a", "an", "your"}:
            if found and word != "of":
                break
        elif word in STOP_WORDS or not word[0].isalnum():
            if found or not word[0].isalnum():
                break
        else:
            found.append(root)
            if len(found) == 4:
                break
    return tuple(found)
