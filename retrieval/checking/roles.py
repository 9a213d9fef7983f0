"""Who did what to whom: told by the order of the words, which only another voice may turn round."""

import re
from collections.abc import Sequence

from retrieval.checking.restraints import clauses
from retrieval.checking.wording import Word, read
from retrieval.text.normalise import words

LONGEST = 3
"""Words of meaning of what is exchanged: what is longer is a clause, and clauses may be put in another order."""


def roles_fault(text: str, source: str) -> str | None:
    """Return what `text` exchanges: two short parts that change places round what stands between them in both."""
    if fault := _exchanged_in_place(read(text, phrases=False), read(source, phrases=False)):
        return fault
    for clause in clauses(source):
        for said in clauses(text):
            if fault := _exchanged(read(said, phrases=False), read(clause, phrases=False)):
                return fault
    return None


def _exchanged_in_place(said: Sequence[Word], source: Sequence[Word]) -> str | None:
    """Find two parts that change places while every other word stays."""
    mine, printed = [one.key for one in said], [one.key for one in source]
    first = next((place for place, pair in enumerate(zip(mine, printed, strict=False)) if pair[0] != pair[1]), None)
    if first is None or len(mine) != len(printed):
        return None
    last = len(mine) - next(place for place, pair in enumerate(zip(mine[::-1], printed[::-1], strict=True)) if pair[0] != pair[1])
    part, true = mine[first:last], printed[first:last]
    for left in range(1, LONGEST + 1):
        for right in range(1, LONGEST + 1):
            between = true[left:-right]
            if between and not set(between) <= _LISTING and part == true[-right:] + between + true[:left]:
                return f"it exchanges “{' '.join(true[:left])}” and “{' '.join(true[-right:])}”"
    return None


_LISTING = frozenset({"and", "or", "with", "as", "well", "both", "to", "of"})


def _exchanged(said: Sequence[Word], source: Sequence[Word]) -> str | None:
    if _is_passive(said) != _is_passive(source):
        return None
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
                return f"it exchanges “{one[0].key}” and “{other[-1].key}”"
    return None


def _once(found: Sequence[Word]) -> dict[str, int]:
    """Return where each word of meaning stands that is said once."""
    keys = [one.key for one in found if one.content]
    return {one.key: place for place, one in enumerate(found) if one.content and keys.count(one.key) == 1}


def _is_passive(found: Sequence[Word]) -> bool:
    return any(one.key == "by" for one in found)


STITCHED = 4
"""Words of two sentences that stand side by side, letter by letter, from which one was sewn to the other."""
_SEAM = re.compile(r"[.,;:()–—-]\W*$|\b(?:and|but|while|although|whereas|because|so|or)\W*$")


def stitch_fault(text: str, sources: Sequence[str]) -> str | None:
    """Return where `text` goes on, within a clause, from the words of one sentence to those of another."""
    spoken = list(_WORD.finditer(text))
    said = [one[0].lower() for one in spoken]
    printed = [f" {' '.join(words(one))} " for one in sources]
    for place in range(STITCHED, len(said) - STITCHED + 1):
        first, second = f" {' '.join(said[:place])} ", f" {' '.join(said[place:])} "
        if any(first in one for one in printed) and any(second in one for one in printed):
            seam = text[: spoken[place].start()]
            if not any(first in one and second in one for one in printed) and not _SEAM.search(seam) and said[place] not in _JOINS:
                return "it joins a part of one sentence to a part of another"
    return None


_WORD = re.compile(r"[^\W_]+(?:['’.,%][^\W_]+)*%?")
_JOINS = frozenset("and but while although whereas because so or which who where when".split())
