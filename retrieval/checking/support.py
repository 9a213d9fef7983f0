"""Whether passages support a sentence that was not copied from them: a deterministic check, no model.

Used on generated statements before they are shown, and by the evaluations on whatever was shown. Each sentence of a
statement is laid beside the sentences that it restates: they must carry most of what it says, its numbers, and not the
opposite. It errs on the side of rejecting: a true paraphrase that shares few words with its source is sent back for
repair. How often it errs either way is measured in tests/evals/test_mutations.py.
"""

import re
from collections.abc import Sequence, Set
from difflib import SequenceMatcher
from functools import cache, lru_cache

from ingest.chunks.sentences import split_sentences
from ingest.facts.authorities import known_authorities
from ingest.models import Passage
from retrieval.checking.inventions import invention_fault, unquoted_fault
from retrieval.checking.licences import clause_fault, licence_fault
from retrieval.checking.misplaced import misplaced_number
from retrieval.checking.polarity import NEGATIVE, opposite_fault, turned_in_place
from retrieval.checking.restraints import restraint_fault
from retrieval.checking.roles import roles_fault, stitch_fault
from retrieval.checking.wording import Word, base, meanings, read
from retrieval.text.glossary import explain, spell_out
from retrieval.text.normalise import STOP_WORDS, content_stems, normalise, words
from retrieval.text.quantities import NUMBER_WORDS, numbers_in, quantities, unsupported
from retrieval.text.rarity import rarity
from retrieval.text.roots import root

MINIMUM_COVER = 0.48
"""Share of a sentence's meaning (its roots, weighed by rarity) that its sources must carry: lower lets topics be
swapped, higher rejects plain rewording (at .50 two of 205 true paraphrases more; at .45, with real
reports, neighbouring paragraphs pass for the one cited in 1.3 of 100 cases)."""
NUMBER_WEIGHT = 5.0
"""What a number of the sentence counts beside its words (0.3 to 8.5 each), all of them being printed."""
SOURCES = 3
"""Sentences that one sentence may restate."""
WORTHWHILE = 0.12
"""Share of the meaning that a further source must add; below, common words draw in sentences about other things."""
NEARLY = 0.8
"""Share of the best sentence's cover from which one that prints a clause's number, too, may be its source."""

_CLAUSE = re.compile(r"[,;:](?!\d)|\s[-–—]\s|\b(?:and|but|although|while|whereas)\b")
_ONE = re.compile(r"\bone (?P<thing>(?!in\b|of\b|per\b|hundred|thousand|million)[a-z]+)\b", re.IGNORECASE)
_ACRONYM = re.compile(r"\b[A-Z]{3,}(?=s?\b)")
_WEIGHTLESS = STOP_WORDS | NEGATIVE | NUMBER_WORDS | frozenset("per cent percent only just".split())
"""What is compared apart from the lexical cover: negations and numbers; and what carries no meaning of its own."""


def support_fault(text: str, passages: Sequence[Passage]) -> str | None:
    """Return why `passages` do not support `text`, or None where they do."""
    printed = [part for one in passages for part in (one.text, one.lead_in, one.label, *one.section)]
    if invented := invention_fault(text, printed):
        return invented
    text = _unframed(_without_lead(text))
    text = _ONE.sub(lambda found: _unless_counted(found, passages), text)
    if missing := _unheld(text, passages):
        return f"not in the cited passages: {', '.join(missing)}"
    if not content_stems(text):
        return "it says nothing"
    sources = [sentence for passage in passages for sentence in _sentences(passage)]
    whole = {normalise(one) for passage in passages for one in (*_sentences(passage), *_own_sentences(passage))}
    for start, end in split_sentences(text):
        sentence = text[start:end].strip()
        if normalise(sentence) not in whole and (fault := _sentence_fault(sentence, sources, passages)):
            return fault
    return None


@cache
def _frames() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(meanings()['frames'])}) (?=\S)", re.IGNORECASE)


def _unframed(text: str) -> str:
    """Return `text` without the words that say that the report speaks ("Inspectors found that …")."""
    framed = _frames().match(text)
    if framed is None:
        return text
    rest = text[framed.end() :]
    return rest[:1].upper() + rest[1:]


def _unheld(text: str, passages: Sequence[Passage]) -> list[str]:
    """Return the numbers, dates and names that no passage prints; a report's own authority and a plural are no news."""
    printed = {word for passage in passages for word in words(f"{passage.text} {' '.join(passage.section)}")}
    printed |= {word for passage in passages for word in words(passage.report.replace("_", " "))}
    known = printed | {word.removesuffix("s") for word in printed} | {f"{word}s" for word in printed}
    missing = [
        one for one in unsupported(text, _contexts(passages)) if not one[0].isalpha() or not set(words(one)) <= known
    ]
    # A capital that opens a sentence says nothing by itself, unless it opens the name of another council.
    opening = text.split(maxsplit=1)[0] if text.strip() else ""
    elsewhere = opening.lower() in _authorities() and not set(words(opening)) <= known
    return [*missing, opening] if elsewhere else missing


def _contexts(passages: Sequence[Passage]) -> list[str]:
    """Return what passages print and stand under, acronyms spelled out, too."""
    parts = [part for one in passages for part in (one.text, one.label, one.lead_in, *one.section)]
    return [*parts, *(spell_out(part, explain(part)) for part in parts)]


def _without_lead(text: str) -> str:
    """Return `text` without a lead that its own sentences say again: "14 staff: The team has 14 staff." """
    lead, mark, rest = text.partition(": ")
    repeated = f" {' '.join(words(lead))} " in f" {' '.join(words(rest))} "
    return rest if mark and rest and words(lead) and repeated else text


def _unless_counted(one: re.Match[str], passages: Sequence[Passage]) -> str:
    """Return "one visit" as "a visit", unless the passages count visits."""
    counted = set().union(*(roots for passage in passages for roots in _counted(passage.text).values()))
    return one[0] if root(one["thing"].lower()) in counted else f"a {one['thing']}"


@lru_cache(maxsize=4_096)
def _counted(text: str) -> dict[str, set[str]]:
    """Return the roots of the words that stand right after each number of `text`."""
    plain = normalise(text)
    found: dict[str, set[str]] = {}
    for number, _, end in numbers_in(plain):
        found.setdefault(number, set()).update(root(word) for word in words(plain[end:])[:1])
    return found


@lru_cache(maxsize=1)
def _authorities() -> frozenset[str]:
    return frozenset(one.name.lower() for one in known_authorities().values())


def _sentence_fault(text: str, sources: Sequence[str], passages: Sequence[Passage]) -> str | None:
    restated = restated_by(text, sources)
    if turned := turned_in_place(text, restated):
        return turned
    restated += [one for one in _sources_of_numbers(text, sources) if one not in restated]
    source = " ".join(restated)
    said, printed = quantities(text), quantities(source)
    if moved := [spelled for canonical, spelled in said.items() if canonical not in printed]:
        return f"the passages say it without this number: {', '.join(moved)}"
    nearest = sorted(restated, key=lambda one: _likeness(text, one), reverse=True)
    around = read(_around(restated, sources, passages))
    held = [word for one in restated for word in read(one)]
    return (
        unquoted_fault(text, sources)
        or stitch_fault(text, sources)
        or licence_fault(read(text), [read(one) for one in nearest], around, own=_own_names(passages))
        or clause_fault(map(read, _clauses(text)), held)
        or (roles_fault(text, nearest[0]) if nearest else None)
        or restraint_fault(text, restated, _names(passages))
        or misplaced_number(text, source)
        or opposite_fault(text, source)
    )


def _likeness(text: str, source: str) -> float:
    said, printed = ([one.key for one in read(part) if one.content] for part in (text, source))
    return SequenceMatcher(None, printed, said, autojunk=False).ratio()


def _around(restated: Sequence[str], sources: Sequence[str], passages: Sequence[Passage]) -> str:
    """Return what stands round the sentences restated: the ones before, headings, lead-in, label, the report's name."""
    before = [
        source for place, one in enumerate(sources) if one in restated for source in sources[max(place - 2, 0) : place]
    ]
    before += sources[:1]
    return ". ".join((*before, _names(passages)))


def _own_names(passages: Sequence[Passage]) -> frozenset[str]:
    """Return the words of the reports' own authorities: what "the council" and "the city" stand for."""
    return frozenset(base(word) for one in passages for word in words(one.report.split("_")[0]))


def _names(passages: Sequence[Passage]) -> str:
    parts = [part for one in passages for part in (*one.section, one.lead_in, one.label, one.report.split("_")[0])]
    return ". ".join(parts)


def _sources_of_numbers(text: str, sources: Sequence[str]) -> list[str]:
    """Return, for each number, the sentence that prints it, where none says much more of the clause that holds it."""
    found = []
    for clause in _clauses(text):
        cover = {one: _stem_weight(_stems(clause) & _stems(one)) for one in sources}
        nearest = max(sources, key=lambda one: cover[one], default="")
        for number in quantities(clause):
            best = max((one for one in sources if number in quantities(one)), key=lambda one: cover[one], default=None)
            if best is not None and (
                cover[best] >= NEARLY * cover[nearest] > 0 or _is_whole(number, clause, best, nearest)
            ):
                found.append(best)
    return found


def _is_whole(number: str, clause: str, source: str, nearest: str) -> bool:
    """Tell whether `clause` gives a part of `number` things ("seven of the 184 referrals"), counted so in `source`.

    Not where the sentence nearest to the clause counts these things otherwise.
    """
    spelled = re.escape(quantities(clause)[number])
    if not re.search(rf"\bof (?:the |its |their |these )?{spelled}(?!\w)", clause):
        return False
    things = _counted(clause)[number]
    otherwise = any(things & found for other, found in _counted(nearest).items() if other != number)
    return bool(things & _counted(source)[number]) and not otherwise


def _clauses(text: str) -> list[str]:
    """Return the clauses of `text`, one of less than two words of meaning joined to the one before."""
    found: list[str] = []
    for one in _CLAUSE.split(text):
        if found and (len(_stems(one)) < 2 or len(_stems(found[-1])) < 2):
            found[-1] = f"{found[-1]} {one}"
        else:
            found.append(one)
    return found


def restated_by(text: str, sources: Sequence[str]) -> list[str]:
    """Return the sources that together carry most of what `text` says, fewest first chosen greedily, in their order."""
    waiting = [one for one in read(text) if one.content]
    least = WORTHWHILE * _weight(waiting)
    chosen: list[str] = []
    for _ in range(SOURCES):
        best = max(sources, key=lambda one: _weight(_carried(waiting, one)), default="")
        carried = _carried(waiting, best)
        if not carried or (chosen and _weight(carried) < least):
            break
        chosen.append(best)
        waiting = [one for one in waiting if one not in carried]
    return [one for one in sources if one in chosen]


def _carried(said: Sequence[Word], source: str) -> list[Word]:
    roots, groups = _signature(source)
    return [one for one in said if roots.issuperset(one.roots) or one.groups & groups]


@lru_cache(maxsize=4_096)
def _signature(text: str) -> tuple[frozenset[str], frozenset[int]]:
    held = read(text)
    return frozenset(root for one in held for root in one.roots), frozenset().union(*(one.groups for one in held))


def _weight(found: Sequence[Word]) -> float:
    return sum(1.0 if one.number else sum(map(rarity, one.roots)) for one in found)


def _stem_weight(stems: Set[str]) -> float:
    return sum(map(rarity, stems))


@lru_cache(maxsize=4_096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(root(word) for word in words(text) if word.isalpha() and word not in _WEIGHTLESS)


@lru_cache(maxsize=1_024)
def _own_sentences(passage: Passage) -> tuple[str, ...]:
    """Return the sentences of a passage's text as printed."""
    return tuple(passage.text[start:end] for start, end in split_sentences(passage.text)) or (passage.text,)


@lru_cache(maxsize=1_024)
def _sentences(passage: Passage) -> tuple[str, ...]:
    """Return the sentences of a passage's lead-in, and its own, each after the last of those; without any it is one."""
    leading = [passage.lead_in[start:end].strip() for start, end in split_sentences(passage.lead_in)]
    return (*leading, *(f"{' '.join(leading[-1:])} {one}".strip() for one in _own_sentences(passage)))
