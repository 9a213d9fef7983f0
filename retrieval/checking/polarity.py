"""Whether a sentence says the opposite of the one it restates: negations added or left out, words turned round."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from retrieval.text.normalise import STOP_WORDS, normalise, stem, words
from retrieval.text.quantities import numbers_in

REACH = 7
"""Words after a negation in which what it denies is looked for."""
HEADS = 2
"""Words of meaning that a negation denies; with three, a clause's object counts as denied where its verb is."""

NEARLY_VERBATIM = 0.75
"""Share of words in common from which a statement repeats a sentence; six words with one turned have 0.83."""

NEGATIVE = frozenset(
    """not no never none nor neither nobody nothing nowhere without cannot unable lack lacks lacking
    seldom hardly barely""".split()
)
_NO_DENIAL = re.compile(
    r"\b(?:no|not|never|n't)\s+(?:longer|more|fewer|less|later|earlier|older|younger|only|least|always|doubt)\s+than\b"
    r"|\bnot only\b|\bno doubt\b|\b(?:not|never|cannot) exceed\b",
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
        "more further/fewer less",
        "most many majority/few minority",
        "all always every everyone/none rarely seldom never nobody some sometimes",
        "often usually frequently regularly routinely/rarely seldom infrequently",
        "improve improved improves improving/deteriorate deteriorated deteriorating declined declining worsen worsened "
        "worsening",
        "quick quickly prompt promptly swift swiftly fast faster/slow slowly slower",
        "early earlier timely/late later delayed",
        "over above older/under below younger",
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

_DIGITS = frozenset("0123456789%")
_BOUNDS = {
    "most": re.compile(
        r"\b(?:no (?:more|longer|later|older) than|at most|up to|within) #"
        r"|#(?: [a-z]+){0,3} or (?:less|fewer|under|below|younger|worse)\b",
        re.IGNORECASE,
    ),
    "least": re.compile(
        r"\b(?:at least|no (?:fewer|less) than) #|#(?: [a-z]+){0,3} or (?:more|over|above|older|longer|better)\b",
        re.IGNORECASE,
    ),
}
"""How a sentence says that a number, which stands as "#", is the most or the least."""


def opposite_fault(text: str, source: str) -> str | None:
    """Return how `text` contradicts `source`, the sentences that it restates; None where it does not."""
    return _negation_fault(text, source) or _turned_word(text, source) or _turned_bound(text, source)


def _negation_fault(text: str, source: str) -> str | None:
    # "Not until May" is "from May on".
    if "until" not in words(text):
        source = _UNTIL.sub(" ", source)
    if "until" not in words(source):
        text = _UNTIL.sub(" ", text)
    said, printed = _denied(text), _denied(source)
    said_denied, printed_denied = _heads(said), _heads(printed)
    said_stems, printed_stems = _stems(text), _stems(source)
    added = [
        one
        for one in said
        if not one.heads & printed_denied
        and (not printed or (one.heads & printed_stems if one.of_verb else one.heads and one.heads <= printed_stems))
    ]
    left_out = [
        one
        for one in printed
        if one.heads and one.heads <= said_stems - said_denied and not one.heads & (printed_stems - printed_denied)
    ]
    # One of each is one negation that the statement puts elsewhere in the sentence.
    if added and not left_out:
        return "it says the opposite of its source (a negation was added)"
    if left_out and not added:
        return "it says the opposite of its source (a negation was left out)"
    return None


@dataclass(frozen=True, slots=True)
class _Denial:
    heads: frozenset[str]
    """The stems of what it denies."""
    of_verb: bool
    """Whether it is a "not", which stands by what it denies; a "nobody" or "no" may stand anywhere."""


def _heads(denials: Iterable[_Denial]) -> frozenset[str]:
    return frozenset().union(*(one.heads for one in denials))


def _denied(text: str) -> list[_Denial]:
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
                of_verb = word in {"not", "never", "cannot"} or word.endswith("n't")
                found.append(_Denial(frozenset(heads[:HEADS] or _meaning(clause[:place])[-HEADS:]), of_verb))
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


def _turned_bound(text: str, source: str) -> str | None:
    """Find a number that is the least in one and the most in the other: "45 days or more" of "no longer than 45"."""
    said, printed = _bounds(text), _bounds(source)
    turned = [number for number, ends in said.items() if number in printed and not ends & printed[number]]
    return f"it turns round the bound of {turned[0]}" if turned else None


def _bounds(text: str) -> dict[str, set[str]]:
    plain = normalise(text)
    found: dict[str, set[str]] = {}
    for number, start, end in numbers_in(plain):
        sentence = f"{plain[:start].rstrip()} #{plain[end:]}"
        if ends := {end for end, pattern in _BOUNDS.items() if pattern.search(sentence)}:
            found[number] = found.get(number, set()) | ends
    return found


def turned_in_place(text: str, sources: Sequence[str]) -> str | None:
    """Return how `text` turns a word or number of a source that it otherwise repeats, whatever other sources say."""
    said = words(text)
    for printed in map(words, sources):
        matcher = SequenceMatcher(None, printed, said, autojunk=False)
        if matcher.real_quick_ratio() < NEARLY_VERBATIM or matcher.ratio() < NEARLY_VERBATIM:
            continue
        for kind, first, last, start, end in matcher.get_opcodes():
            one_word = kind == "replace" and last - first == end - start == 1
            if one_word and (_are_opposite(printed[first], said[start]) or _are_numbers(printed[first], said[start])):
                return f"it says “{said[start]}” where its source says “{printed[first]}”"
    return None


def _are_numbers(one: str, other: str) -> bool:
    return one[-1:] in _DIGITS and other[-1:] in _DIGITS


def _are_opposite(one: str, other: str) -> bool:
    return any((one in pole and other in far) or (one in far and other in pole) for pole, far in _AXES)


def _surplus(one: Counter[str], other: Counter[str], pole: frozenset[str]) -> list[str]:
    """Return the words of the pole that `one` has more often than `other`, if it has more of them together."""
    if sum(one[word] for word in pole) <= sum(other[word] for word in pole):
        return []
    return [word for word in pole if one[word] > other[word]]
