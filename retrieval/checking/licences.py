"""Whether each word of meaning in a sentence is printed in what it restates, or may stand for a word that is."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from retrieval.checking.wording import Word, light, neutral

TIGHT = 4
"""Words of meaning that are put in the place of others where the words around them stay: more is a new wording."""
REPEATED = 0.7
"""Share of a sentence's words of meaning that follow its source in order from which it repeats that source."""
LIGHT = 2
"""Light words ("hold", "stay") that a sentence may have of its own."""


def licence_fault(said: Sequence[Word], sources: Sequence[Sequence[Word]], around: Iterable[Word]) -> str | None:
    """Return which word of `said` has no licence; None where all have one.

    `sources` are the sentences restated, the nearest first; `around` is what stands near them: the sentence before,
    headings, a lead-in, the report's authority.
    """
    mine = [one for one in said if one.content]
    if not mine:
        return None
    nearest = [one for one in sources[0] if one.content] if sources else []
    held = [one for source in sources for one in source]
    near = list(around)
    if fault := _replaced(mine, nearest):
        return fault
    missing = [one for one in mine if not _licensed(one, held) and not _licensed(one, near)]
    heavy = [one for one in missing if not set(one.roots) <= light("verbs") | light("nouns") | neutral()]
    if heavy or len(missing) > LIGHT:
        return f"not in the cited passages: {_spoken((heavy or missing)[0])}"
    return None


def _licensed(one: Word, held: Sequence[Word]) -> bool:
    if any(one.means(other) for other in held):
        return True
    if one.number:
        return False
    roots = {part for other in held for part in other.roots}
    return set(one.roots) <= roots


def _replaced(mine: Sequence[Word], nearest: Sequence[Word]) -> str | None:
    """Find a word that stands where the nearest source has another one, the words around it being the same."""
    matcher = SequenceMatcher(None, [one.key for one in nearest], [one.key for one in mine], autojunk=False)
    codes = matcher.get_opcodes()
    same = sum(last - first for kind, first, last, _, _ in codes if kind == "equal")
    if same < REPEATED * len(mine):
        return None
    for kind, first, last, start, end in codes:
        if kind != "replace" or max(last - first, end - start) > TIGHT:
            continue
        for one in mine[start:end]:
            lost = [other for other in nearest[first:last] if other.number == one.number and _is_lost(other, mine)]
            if not lost or one.key in light("verbs") or any(one.means(other) for other in nearest[first:last]):
                continue
            moved = any(one.means(other) for other in nearest) and not one.number
            if not moved or any(one.key == other.key for other in mine if other is not one):
                return f"it says “{_spoken(one)}” where its source says “{_spoken(lost[0])}”"
    return None


def _is_lost(one: Word, mine: Sequence[Word]) -> bool:
    return one.key not in light("verbs") and not _licensed(one, mine)


def _spoken(one: Word) -> str:
    return one.key
