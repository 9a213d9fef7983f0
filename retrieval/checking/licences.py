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


def licence_fault(
    said: Sequence[Word], sources: Sequence[Sequence[Word]], around: Iterable[Word], *, own: frozenset[str]
) -> str | None:
    """Return which word of `said` has no licence; None where all have one.

    `sources` are the sentences restated, the nearest first; `around` is what stands near them: the sentence before,
    headings, a lead-in, the report's authority, whose name (`own`) may stand for "the council".
    """
    mine = [one for one in said if one.content]
    if not mine:
        return None
    nearest = [one for one in sources[0] if one.content] if sources else []
    held = [one for source in sources for one in source]
    near = list(around)
    if fault := _replaced(mine, nearest, own):
        return fault
    missing = [one for one in mine if not _licensed(one, held) and not _licensed(one, near)]
    heavy = [one for one in missing if not set(one.roots) <= light("verbs") | light("nouns") | neutral()]
    if heavy or len(missing) > LIGHT:
        return f"not in the cited passages: {(heavy or missing)[0].spelled}"
    return None


def clause_fault(clauses: Iterable[Sequence[Word]], held: Sequence[Word]) -> str | None:
    """Return the clause that says nothing which a source prints, light words or not."""
    for clause in clauses:
        mine = [one for one in clause if one.content]
        if mine and not any(_licensed(one, held) for one in mine):
            return f"not in the cited passages: {' '.join(one.spelled for one in mine)}"
    return None


def _licensed(one: Word, held: Sequence[Word]) -> bool:
    if any(one.means(other) for other in held):
        return True
    if one.number:
        return False
    roots = {part for other in held for part in other.roots}
    return set(one.roots) <= roots


def _replaced(mine: Sequence[Word], nearest: Sequence[Word], own: frozenset[str]) -> str | None:
    """Find a word that stands where the nearest source has another one, the words around it being the same."""
    matcher = SequenceMatcher(None, [one.key for one in nearest], [one.key for one in mine], autojunk=False)
    codes = matcher.get_opcodes()
    same = sum(last - first for kind, first, last, _, _ in codes if kind == "equal")
    if same < REPEATED * len(mine):
        return None
    swaps = [code[1:] for code in codes if code[0] == "replace" and max(code[2] - code[1], code[4] - code[3]) <= TIGHT]
    for first, last, start, end in swaps:
        printed = nearest[first:last]
        for one in mine[start:end]:
            lost = [
                other
                for other in printed
                if other.number == one.number and _count(other, nearest) > _count(other, mine)
            ]
            if one.key in own or any(one.means(other) for other in printed) or _within(one, printed):
                continue
            if any(_exchanged(one, printed, nearest[a:b], mine[c:d]) for a, b, c, d in swaps if a != first):
                return f"it exchanges “{one.spelled}” and “{printed[0].spelled}”"
            lost = [other for other in lost if other.key not in light("verbs")]
            if lost and one.key not in light("verbs") and _count(one, mine) > _count(one, nearest):
                return f"it says “{one.spelled}” where its source says “{lost[0].spelled}”"
    return None


def _exchanged(one: Word, printed: Sequence[Word], other: Sequence[Word], said: Sequence[Word]) -> bool:
    """Whether `one` is printed in another place where a word that is printed in its own place is now said."""
    return any(one.means(word) for word in other) and any(word.means(mine) for word in printed for mine in said)


def _count(one: Word, found: Sequence[Word]) -> int:
    return sum(one.means(other) for other in found)


def _within(one: Word, printed: Sequence[Word]) -> bool:
    """Whether it is made of words printed in its place: "subject" of "subject of"."""
    return set(one.roots) <= {root for other in printed for root in other.roots}
