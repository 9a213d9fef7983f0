"""Who did what to whom: told by the order of the words, which only another voice may turn round."""

import re
from collections.abc import Sequence

from retrieval.checking.restraints import clauses
from retrieval.checking.wording import Word, read

LONGEST = 3
"""Words of meaning of what is exchanged: what is longer is a clause, and clauses may be put in another order."""


def roles_fault(text: str, source: str) -> str | None:
    """Return what `text` exchanges: two short parts that change places round what stands between them in both."""
    if fault := _exchanged_in_place(read(text, phrases=False), read(source, phrases=False)):
        return fault
    for clause in clauses(source):
        for said in clauses(text):
            if _is_passive(said) == _is_passive(clause) and (
                fault := _exchanged(read(said, phrases=False), read(clause, phrases=False))
            ):
                return fault
    return None


def _exchanged_in_place(said: Sequence[Word], source: Sequence[Word]) -> str | None:
    """Find two parts that change places while every other word stays."""
    mine, printed = [one.key for one in said], [one.key for one in source]
    first = next((place for place, pair in enumerate(zip(mine, printed, strict=False)) if pair[0] != pair[1]), None)
    if first is None or len(mine) != len(printed):
        return None
    last = len(mine) - next(
        place for place, pair in enumerate(zip(mine[::-1], printed[::-1], strict=True)) if pair[0] != pair[1]
    )
    part, true = mine[first:last], printed[first:last]
    for left in range(1, LONGEST + 1):
        for right in range(1, LONGEST + 1):
            between = true[left:-right]
            if between and not set(between) <= _LISTING and part == true[-right:] + between + true[:left]:
                return f"it exchanges “{' '.join(true[:left])}” and “{' '.join(true[-right:])}”"
    return None


_LISTING = frozenset({"and", "or", "with", "as", "well", "both", "to", "of"})


def _exchanged(said: Sequence[Word], source: Sequence[Word]) -> str | None:
    places, mine = _once(source), _once(said)
    shared = [one for one in said if one.content and one.key in mine and one.key in places]
    order = [places[one.key] for one in shared]
    printed = sorted(order)
    changed = [place for place, one in enumerate(order) if one != printed[place]]
    if not changed:
        return None
    first, last = changed[0], changed[-1] + 1
    part, true = order[first:last], printed[first:last]
    for left in range(1, LONGEST + 1):
        for right in range(1, LONGEST + 1):
            if left + right >= len(part) or part != true[-right:] + true[left:-right] + true[:left]:
                continue
            one, other = shared[first : first + right], shared[last - left : last]
            if not all(part.number for part in one) and not all(part.number for part in other):
                return f"it exchanges “{one[0].spelled}” and “{other[-1].spelled}”"
    return None


def _once(found: Sequence[Word]) -> dict[str, int]:
    """Return where each word of meaning stands that is said once."""
    keys = [one.key for one in found if one.content]
    return {one.key: place for place, one in enumerate(found) if one.content and keys.count(one.key) == 1}


_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|not\s+)?\w+(?:ed|en|wn|ne|ght|ld|de|ept|ent|ut)\b|\bby\b",
    re.IGNORECASE,
)


def _is_passive(text: str) -> bool:
    return bool(_PASSIVE.search(text))


STITCHED = 4
"""Words of two sentences that stand side by side, letter by letter, from which one was sewn to the other."""
_WORD = re.compile(r"[^\W_]+(?:['’.,%][^\W_]+)*%?")
_JOINS = "and|but|while|although|whereas|because|so|or|which|who|where|when"
_SEAM_BEFORE = re.compile(rf"(?:^|[.,;:()–—-]\W*|\b(?:{_JOINS})\W+)$", re.IGNORECASE)
_SEAM_AFTER = re.compile(rf"\W*(?:$|[.,;:()–—]|(?:{_JOINS})\b)", re.IGNORECASE)


def stitch_fault(text: str, sources: Sequence[str]) -> str | None:
    """Return where `text` goes on, within a clause, from the words of one sentence to those of another."""
    said = [re.escape(one[0]) for one in _WORD.finditer(text)]
    for place in range(STITCHED, len(said) - STITCHED + 1):
        first, second = (_piece(said[:place]), _piece(said[place:]))
        opened = [(one, found.end()) for one in sources if (found := first.search(one))]
        closed = [(one, found.start()) for one in sources if (found := second.search(one))] if opened else []
        if closed and not any(
            one == other or _may_join(one, end, other, start) for one, end in opened for other, start in closed
        ):
            return "it joins a part of one sentence to a part of another"
    return None


def _piece(spoken: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"\b" + r"[^\w%]+".join(spoken) + r"(?!\w)", re.IGNORECASE)


def _may_join(one: str, end: int, other: str, start: int) -> bool:
    """Whether one sentence can be left at `end` and the other begun at `start`: where clauses end and begin."""
    return bool(_SEAM_AFTER.match(one[end:]) and _SEAM_BEFORE.search(other[:start]))
