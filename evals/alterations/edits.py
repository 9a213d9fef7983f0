"""Small edits of a sentence that keep its capitals and its full stop where they belong."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

Rules = Mapping[str, Sequence[str]]
_KEEPS_CAPITAL = re.compile(r"(?:[A-Z]{2,}|I\b|Ofsted|England)")


@cache
def rules(name: str) -> Mapping[str, Rules]:
    """Return the rules of a data file, by kind."""
    found: Mapping[str, Rules] = tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return found


def apply(rule: Rules, text: str, lot: str) -> Iterator[str]:
    """Yield what a rule makes of `text`: one swap, one phrase left out, one ending, one opening."""
    for swap in _from(rule.get("swaps", ()), lot):
        printed, _, said = swap.partition(" > ")
        if (changed := put(text, printed, said)) is not None:
            yield changed
            break
    for phrase in _from(rule.get("drops", ()), lot):
        if (changed := put(text, phrase, "")) is not None:
            yield changed
            break
    for ending in _from(rule.get("ends", ()), lot)[:1]:
        yield f"{text.removesuffix('.')}{ending}."
    for opening in _from(rule.get("opens", ()), lot)[:1]:
        yield f"{opening}{lower_first(text)}"


def put(text: str, printed: str, said: str) -> str | None:
    """Return `text` with the first `printed` of it, as whole words, replaced; None where it is not there."""
    found = re.search(rf"(?<![\w-]){re.escape(printed)}(?![\w-])", text, re.IGNORECASE)
    if found is None:
        return None
    opens = found.start() == 0
    changed = re.sub(r"\s+", " ", f"{text[: found.start()]}{said}{text[found.end() :]}").replace(" ,", ",").strip(" ,")
    return upper_first(changed) if opens else changed


def lower_first(text: str) -> str:
    """Return `text` as it stands after an opening; a name or an acronym keeps its capital."""
    return text if _KEEPS_CAPITAL.match(text) else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return `text` as it opens a sentence."""
    return text[:1].upper() + text[1:]


def _from(choices: Sequence[str], lot: str) -> list[str]:
    """Return the choices from one drawn by `lot` on, so that none is used more than others."""
    start = int(lot, 16) % len(choices) if choices else 0
    return [*choices[start:], *choices[:start]]
