"""Words that say how many, how far, how surely, when and why: a statement keeps those of its source and adds none."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from retrieval.checking.wording import Word, read
from retrieval.text.normalise import normalise

_CLAUSE = re.compile(r"[,;:()](?!\d)|\s[-–—]\s|\b(?:and|but|although|while|whereas|because)\b", re.IGNORECASE)
_FIXED = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\bsome(?= [\d£])", "about"),
        (r"\bat (most|least)\b", r"at-\1"),
        (r"\bup[ -]to[ -]date\b", "current"),
        (r"\bjust (over|under|above|below)\b", r"\1"),
        (r"\bnot only\b", "also"),
        (r"\bnot ([^.;]*?) until\b", r"\1 in"),
        (r"\bno (longer|more|fewer|less|later|earlier|older|younger)\b(?! than)", r"no-\1"),
        (r"\bno (more|fewer|less|longer|later) than\b", r"no-\1-than"),
        (r"^over (?=\w+ \w+)|\bover (?=(?:the|a) (?:\w+ )*?(?:year|month|week|decade|summer|time)s?\b)", "during "),
    )
)
"""Phrases whose words mean something else by themselves."""
COVERED = 0.6
"""Share of a source's clause that a statement must say for the clause's own restraint to be asked of it."""
DEPENDENT = 0.75
"""Share of what stands under a condition that a statement must say for the condition to be asked of it."""
_CONDITION = re.compile(
    r"(?:(?:^|,? )(?:unless|if|except|provided that|apart from|other than|until)|(?:^|(?<!,) )(?:where|once|when)"
    r"|, (?:where|when|if)(?= (?:(?:this|it) is )?(?:appropriate|necessary|needed|required|possible|safe)\b))"
    r" (?P<rest>[^,;:.]+?)(?= and |[,;:.]|$)"
)
_WHOM = re.compile(
    r"(?<!,) (?:who|whose|in which|for whom) (?P<rest>[^,;:.]+?)"
    r"(?= (?:is|are|was|were|has|have|do|does|can|will|receive|get|make|benefit)\b|[,;:.]|$)"
)
_CAUSES = re.compile(
    r"\b(?:because|since|as (?:they|it|the|there|this|these|a result|a consequence)|so (?:that|they|it|the|there|no|a)"
    r"|and so|therefore|due to|owing to|result(?:s|ed|ing)?|leads?|led|leading|caus(?:es?|ed|ing)|reasons?|means? that"
    r"|meant|meaning|thanks to|account(?:s|ed)? for|contribut\w+|reflect\w*|enabl\w+|ensur\w+|consequen\w+|hence|thus"
    r"|explain\w*)\b"
)
_TAKES_UP = re.compile(r"(?:this|these|as a result|so|consequently|therefore|the reasons?|it|that)\b")
BESIDE = 4
"""Words of meaning on either side of a word of cause that its source must have on either side of one, too."""


@dataclass(frozen=True, slots=True)
class _Restraint:
    says: re.Pattern[str]
    shown: re.Pattern[str]
    """What it is said or shown by."""
    kept: bool


@cache
def _restraints() -> Mapping[str, _Restraint]:
    held = tomllib.loads(files(__package__).joinpath("restraints.toml").read_text(encoding="utf-8"))
    return {
        kind: _Restraint(_any_of(one["says"]), _any_of(f"{one['says']} {one['shown_by']}"), one.get("kept", False))
        for kind, one in held.items()
    }


def _any_of(spelled: str) -> re.Pattern[str]:
    phrases = sorted((one.replace("_", r"[\s-]") for one in spelled.split()), key=len, reverse=True)
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(phrases)})(?![\w'])")


def restraint_fault(text: str, sources: Sequence[str], names: str = "") -> str | None:
    """Return the restraint that `text` adds to `sources`, the sentences that it restates, or leaves out of them.

    `names` are the headings and labels that stand over them: what is recommended "should" be.
    """
    said, printed = _plain(text), [_plain(one) for one in sources]
    together = " ".join(printed)
    return (
        _added(said, together, _plain(names))
        or _cause_added(said, printed)
        or _left_out(said, together)
        or _condition_left_out(said, printed)
    )


def _plain(text: str) -> str:
    plain = normalise(text).lower()
    for pattern, instead in _FIXED:
        plain = pattern.sub(instead, plain)
    return plain


def _added(said: str, printed: str, names: str) -> str | None:
    for kind, restraint in _restraints().items():
        found = restraint.says.findall(said)
        source = f"{printed} {names}" if kind == "should" else printed
        if found and len(found) > len(restraint.shown.findall(source)):
            return f"it says “{found[0]}”, its source does not"
    return None


def _cause_added(said: str, printed: Sequence[str]) -> str | None:
    """Find a cause of which the source says both sides, but not that one came of the other."""
    pairs = [f"{one} {other}" for one, other in pairwise(printed) if _TAKES_UP.match(other)]
    for found in _restraints()["because"].says.finditer(said):
        before = _roots(_content(read(re.split(r"[.;]", said[: found.start()])[-1]))[-BESIDE:])
        after = _roots(_content(read(said[found.end() :]))[:BESIDE])
        if not any(_links(source, before, after) for source in (*printed, *pairs)):
            return f"it says “{found[0]}”, its source does not"
    return None


def _links(source: str, one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a word of cause stands in `source` between something of each side."""
    for cause in _CAUSES.finditer(source):
        before, after = _roots(_content(read(source[: cause.start()]))), _roots(_content(read(source[cause.end() :])))
        if not one and (other & after) and not before:
            return True
        if one and (
            (_shares(one, before) and _shares(other, after)) or (_shares(one, after) and _shares(other, before))
        ):
            return True
        if one and not before and _shares(one, after) and _shares(other, after):
            return True
    return False


def _shares(side: frozenset[str], source: frozenset[str]) -> bool:
    return len(side & source) >= min(2, len(side))


def _left_out(said: str, printed: str) -> str | None:
    mine = _roots(read(said))
    # A number says how many, too.
    counted = any(one.number for one in read(said))
    covered = [clause for clause in clauses(printed) if _covers(mine, clause)]
    for kind, restraint in _restraints().items():
        if not restraint.kept:
            continue
        # What the source says anyway shows nothing: "variable" beside "some".
        spoken = sum(bool(restraint.says.fullmatch(one)) or one not in printed for one in restraint.shown.findall(said))
        if spoken >= sum(len(restraint.says.findall(clause)) for clause in covered):
            continue
        for clause in covered:
            found = restraint.says.search(clause)
            if found is None or (kind in _QUANTITIES and counted and not any(one.number for one in read(clause))):
                continue
            head = _content(read(clause[found.end() :]))[:1] or _content(read(clause[: found.start()]))[-1:]
            if head and _is_said(head[0], mine):
                return f"it leaves out “{found[0]}”"
    return None


_QUANTITIES = frozenset({"most", "many", "some", "few"})


def _covers(mine: frozenset[str], clause: str) -> bool:
    content = _content(read(clause))
    return bool(content) and sum(_is_said(one, mine) for one in content) >= COVERED * len(content)


def _condition_left_out(said: str, printed: Sequence[str]) -> str | None:
    mine = _roots(read(said))
    for sentence in printed:
        for found in (*_CONDITION.finditer(sentence), *_WHOM.finditer(sentence)):
            condition = _content(read(found["rest"]))
            main = _content(read(_main_clause(sentence, found)))
            spoken = sum(_is_said(one, mine) for one in condition)
            if not main or (spoken and 2 * spoken >= len(condition) + (len(condition) > 1)):
                continue
            if sum(_is_said(one, mine) for one in main) >= DEPENDENT * len(main):
                return f"it leaves out “{found[0].strip(' ,')}”"
    return None


def _main_clause(sentence: str, condition: re.Match[str]) -> str:
    """Return what a condition is of: what stands before it, and where that is little what follows."""
    before = re.split(r"[;:.,]", sentence[: condition.start()])[-1]
    if len(_content(read(before))) >= 2:
        return before
    after = re.split(r"[;:.]|, (?:and|but|which|who)\b", sentence[condition.end() :].strip(" ,"))[0]
    return f"{before} {after}"


def _roots(found: Sequence[Word]) -> frozenset[str]:
    return frozenset(root for one in found for root in one.roots)


def _is_said(one: Word, mine: frozenset[str]) -> bool:
    return bool(set(one.roots) & mine)


def _content(found: Sequence[Word]) -> list[Word]:
    return [one for one in found if one.content]


def clauses(text: str) -> list[str]:
    """Return the clauses of `text`, a short one joined to the one after it ("In some cases, …")."""
    found: list[str] = []
    waiting = ""
    for one in _CLAUSE.split(text):
        waiting = f"{waiting} {one}".strip()
        if len(_content(read(waiting))) >= 2:
            found.append(waiting)
            waiting = ""
    if waiting and found:
        found[-1] = f"{found[-1]} {waiting}"
    return found or [waiting]
