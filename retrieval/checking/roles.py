"""Who did what to whom: told by the order of the words, which only another voice may turn round."""

from collections.abc import Sequence

from retrieval.checking.restraints import clauses
from retrieval.checking.wording import Word, read

LONGEST = 3
"""Words of meaning of what is exchanged: what is longer is a clause, and clauses may be put in another order."""


def roles_fault(text: str, source: str) -> str | None:
    """Return what `text` exchanges: two short parts that change places round what stands between them in both."""
    for clause in clauses(source):
        for said in clauses(text):
            if fault := _exchanged(read(said), read(clause)):
                return fault
    return None


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
