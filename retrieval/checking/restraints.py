"""Words that say how many, how far, how surely, when and why: a statement keeps those of its source and adds none."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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
    )
)
"""Phrases whose words mean something else by themselves."""
COVERED = 0.6
"""Share of a source's clause that a statement must say for the clause's own restraint to be asked of it."""
DEPENDENT = 0.75
"""Share of what stands under a condition that a statement must say for the condition to be asked of it."""
_CONDITION = re.compile(
    r"(?P<open>^|[,;]? )(?P<word>unless|if|except|provided that|apart from|other than|only (?:if|when|where)|until|where|once)"
    r" (?P<rest>[^,;:.]+)"
)


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
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(phrases)})(?![\w'-])")


def restraint_fault(text: str, source: str, names: str = "") -> str | None:
    """Return the restraint that `text` adds to `source`, the sentences that it restates, or leaves out of them.

    `names` are the headings and labels that stand over them: what is recommended "should" be.
    """
    said, printed = _plain(text), _plain(source)
    return _added(said, f"{printed} {_plain(names)}") or _left_out(said, printed) or _condition_left_out(said, printed)


def _plain(text: str) -> str:
    plain = normalise(text).lower()
    for pattern, instead in _FIXED:
        plain = pattern.sub(instead, plain)
    return plain


def _added(said: str, printed: str) -> str | None:
    for restraint in _restraints().values():
        found = restraint.says.findall(said)
        if found and len(found) > len(restraint.shown.findall(printed)):
            return f"it says “{found[0]}”, its source does not"
    return None


def _left_out(said: str, printed: str) -> str | None:
    mine = _roots(read(said))
    # A number says how many, too.
    counted = any(one.number for one in read(said))
    for clause in clauses(printed):
        content = _content(read(clause))
        if not content or sum(_is_said(one, mine) for one in content) < COVERED * len(content):
            continue
        for restraint in _restraints().values():
            found = restraint.says.search(clause) if restraint.kept else None
            if found is None or restraint.shown.search(said) or (counted and not any(map(str.isdigit, clause))):
                continue
            head = _content(read(clause[found.end() :]))[:1] or _content(read(clause[: found.start()]))[-1:]
            if head and _is_said(head[0], mine):
                return f"it leaves out “{found[0]}”"
    return None


def _condition_left_out(said: str, printed: str) -> str | None:
    mine = _roots(read(said))
    for found in _CONDITION.finditer(printed):
        condition = _content(read(found["rest"]))
        opens = found.start() == 0
        main = _content(read(re.split(r"[;:.]", printed[found.end() :].strip(" ,") if opens else printed[: found.start()])[0 if opens else -1]))
        if len(main) < 2 or not condition or any(_is_said(one, mine) for one in condition):
            continue
        if sum(_is_said(one, mine) for one in main) >= DEPENDENT * len(main):
            return f"it leaves out “{found['word']} {found['rest'].strip()}”"
    return None


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
