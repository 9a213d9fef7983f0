"""Whether a sentence says the opposite of the one it restates: negations added or left out, words turned round."""

import re
from collections import Counter
from collections.abc import Iterable

from retrieval.normalise import STOP_WORDS, normalise, stem, words

REACH = 7
"""Words after a negation in which what it denies is looked for."""
HEADS = 2
"""Words of meaning that a negation denies; with three, a clause's object counts as denied where its verb is."""

NEGATIVE = frozenset(
    """not no never none nor neither nobody nothing nowhere without cannot unable lack lacks lacking
    seldom hardly barely""".split()
)
_NO_DENIAL = re.compile(
    r"\b(?:no|not|never|n't)\s+(?:longer|more|fewer|less|later|earlier|older|younger|only|least|always|doubt)\s+than\b"
    r"|\bnot only\b|\bno doubt\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:not|never)\b(?=[^.;]*\buntil\b)|n['’]t\b(?=[^.;]*\buntil\b)", re.IGNORECASE)
_FAILS = re.compile(r"\bfail(?:s|ed|ing)? to\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:()!?]|\s-\s|\.(?!\d)|\b(?:but|although|though|because|whereas|while)\b", re.IGNORECASE)
_AXES = tuple(
    tuple(frozenset(pole.split()) for pole in axis.split("/"))
    for axis in (
        "good strong strength strengths outstanding excellent/poor weak weakness inadequate bad",
        "better best/worse worst",
        "well/poorly badly",
        "rise rises rose risen rising increase increases increased increasing grew grown growing up higher/"
        "fall falls fell fallen falling decrease decreases decreased decreasing drop drops dropped decline declines "
        "declined reduced down lower",
        "more/fewer less",
        "most many majority/few minority",
        "all always every everyone/none rarely seldom never nobody some sometimes",
        "often usually frequently regularly routinely/rarely seldom infrequently",
        "improve improved improves improving/deteriorate deteriorated deteriorating declined declining worsen worsened "
        "worsening",
        "quick quickly prompt promptly swift swiftly fast faster/slow slowly slower",
        "early earlier timely/late later delayed",
        "over above/under below",
        "before/after",
        "first/last",
        "largest highest/smallest lowest",
        "longer longest/shorter shortest",
        "effective/ineffective",
        "sufficient/insufficient",
        "appropriate/inappropriate",
        "consistent/inconsistent",
        "adequate/inadequate",
        "inside within/outside",
        "safe/unsafe",
        "clear clearly/unclear",
    )
)


def opposite_fault(text: str, source: str) -> str | None:
    """Return how `text` contradicts `source`, the sentences that it restates; None where it does not."""
    return _negation_fault(text, source) or _turned_word(text, source)


def _negation_fault(text: str, source: str) -> str | None:
    if "until" not in words(text):
        source = _UNTIL.sub(" ", source)  # "Not until May" is "from May on".
    said, printed = _denied(text), _denied(source)
    said_denied, printed_denied = set().union(*said), set().union(*printed)
    said_stems, printed_stems = _stems(text), _stems(source)
    added = [
        heads for heads in said if not heads & printed_denied and ((heads and heads <= printed_stems) or not printed)
    ]
    left_out = [
        heads
        for heads in printed
        if heads and heads <= said_stems - said_denied and not heads & (printed_stems - printed_denied)
    ]
    # One of each is one negation that the statement puts elsewhere in the sentence.
    if added and not left_out:
        return "it says the opposite of its source (a negation was added)"
    if left_out and not added:
        return "it says the opposite of its source (a negation was left out)"
    return None


def _denied(text: str) -> list[set[str]]:
    """Return what each negation of `text` denies: the stems next in its clause, else beyond it, else before."""
    plain = _FAILS.sub(" not ", _NO_DENIAL.sub(" ", normalise(text)))
    clauses = [words(clause) for clause in _CLAUSE.split(plain)]
    found = []
    for number, clause in enumerate(clauses):
        beyond = clauses[number + 1] if number + 1 < len(clauses) else []
        for place, word in enumerate(clause):
            if word in NEGATIVE or word.endswith("n't"):
                after = clause[place + 1 :]
                heads = _meaning(after[:REACH]) or (_meaning(beyond) if not after else [])
                found.append(set(heads[:HEADS] or _meaning(clause[:place])[-HEADS:]))
    return found


def _meaning(spoken: Iterable[str]) -> list[str]:
    return [stem(word) for word in spoken if word not in STOP_WORDS | NEGATIVE | {"one"} and word.isalpha()]


def _stems(text: str) -> set[str]:
    return set(_meaning(words(_NO_DENIAL.sub(" ", text))))


def _turned_word(text: str, source: str) -> str | None:
    """Find a word that stands for its opposite: one pole said more often than printed, the other less often."""
    said, printed = Counter(words(text)), Counter(words(source))
    for axis in _AXES:
        for pole, other in (axis, axis[::-1]):
            more, fewer = _surplus(said, printed, pole), _surplus(printed, said, other)
            if more and fewer and not _surplus(printed, said, pole):
                return f"it says “{min(more)}” where its source says “{min(fewer)}”"
    return None


def _surplus(one: Counter[str], other: Counter[str], pole: frozenset[str]) -> list[str]:
    """Return the words of the pole that `one` has more often than `other`, if it has more of them together."""
    if sum(one[word] for word in pole) <= sum(other[word] for word in pole):
        return []
    return [word for word in pole if one[word] > other[word]]
