"""Honest rewordings of a true sentence, by kind: as data in honest.toml, and those that need its structure here."""

import re
from collections.abc import Callable, Iterator, Mapping

from evals.alterations.edits import apply, lower_first, put, rules, upper_first
from evals.alterations.truths import Truth
from ingest.chunks.sentences import split_sentences
from retrieval.text.glossary import explain, spell_out

Rewording = Callable[[Truth], Iterator[str]]

_OPENING = re.compile(
    r"(?P<opening>(?:In|At|By|On|Since|During|Over|For|From|Following|Before|After) [^,;:]{3,60}), (?P<rest>[^;:]+)\."
)
_CLOSING = re.compile(
    r"(?P<rest>[^;:,]{25,}) (?P<closing>(?:in|at|since|during|by|from)"
    r" (?:the (?:last|past) [a-z0-9 ]+|(?:\d+ )?[A-Z][a-z]+ \d{4}|\d{4}))\."
)
_WHICH = re.compile(r", (?:which|who) (?![^,]*\d)[^,;:]+(?P<close>,|(?=\.$))")
_CLAUSES = re.compile(
    r"(?P<first>[^,;:]{25,}), (?:and|but|although|while) (?P<second>(?:they|it|the|this|these|children|staff"
    r"|social|leaders|managers|most|some|many)\b[^,;:]{20,})\."
)
_TWO_VERBS = re.compile(
    r"(?P<subject>(?:The )?[A-Za-z][a-z]+(?: [a-z]+)?) (?P<verb>are|is|have|has) (?P<one>[a-z ]{5,60})"
    r" and (?P=verb) (?P<other>[^,;:]+)\."
)
_PASSIVE = re.compile(
    r"(?P<object>[A-Z][^,;:]{5,50}) (?P<be>are|is|were|was) (?P<verb>[a-z]+ed) by (?P<subject>[a-z][a-z ’-]{3,40})\."
)
_ACTIVE = re.compile(
    r"(?P<subject>Inspectors|Leaders|Managers|Social workers|Staff|The council) (?P<verb>identified|visited|completed"
    r"|reviewed|developed|received|implemented|introduced|established|observed) (?P<object>[a-z][a-z ’-]{4,50})\."
)
_PERCENT = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?%")
_SMALL = dict(enumerate("zero one two three four five six seven eight nine ten eleven twelve".split()))
_WRITTEN = {word: number for number, word in _SMALL.items() if number > 1}
_FIGURE = re.compile(
    r"(?<![\w.,£/–-])(?P<number>[2-9]|1[0-2])(?= [a-z])(?! (?:January|February|March|April|May|June|July))"
)
_BRACKETS = re.compile(r" \([^()]{3,80}\)")
_POSSESSIVE = re.compile(
    r"\bthe (?P<thing>[a-z]{4,}) of (?P<owner>the (?:council|service|board|local authority|team|director))\b"
)


def opening_moved(one: Truth) -> Iterator[str]:
    """Put an opening phrase of time or place at the end."""
    if found := _OPENING.fullmatch(one.text):
        yield f"{upper_first(found['rest'])} {lower_first(found['opening'])}."


def closing_moved(one: Truth) -> Iterator[str]:
    """Put a closing phrase of time at the beginning."""
    if found := _CLOSING.fullmatch(one.text):
        yield f"{upper_first(found['closing'])}, {lower_first(found['rest'])}."


def aside_left_out(one: Truth) -> Iterator[str]:
    """Leave out a clause after a comma that only adds something ("which …")."""
    found = _WHICH.search(one.text)
    if found is not None and len(one.text) - len(found[0]) > 40:
        yield f"{one.text[: found.start()]}{one.text[found.end() :]}"


def brackets_left_out(one: Truth) -> Iterator[str]:
    """Leave out what stands in brackets."""
    if (found := _BRACKETS.search(one.text)) and not re.search(r"\d", found[0]):
        yield f"{one.text[: found.start()]}{one.text[found.end() :]}"


def split_in_two(one: Truth) -> Iterator[str]:
    """Make two sentences of two clauses."""
    if found := _CLAUSES.fullmatch(one.text):
        yield f"{found['first']}. {upper_first(found['second'])}."


def first_clause(one: Truth) -> Iterator[str]:
    """Say only the first of two clauses."""
    if (found := _CLAUSES.fullmatch(one.text)) and not re.search(r"\b(?:but|although)\b", one.text):
        yield f"{found['first']}."


def second_clause(one: Truth) -> Iterator[str]:
    """Say only the second of two clauses, where it names what it speaks of."""
    found = _CLAUSES.fullmatch(one.text)
    if found and not re.match(r"they|it|this|these", found["second"]):
        yield f"{upper_first(found['second'])}."


def list_shortened(one: Truth) -> Iterator[str]:
    """Say one of two things that are said of the same people."""
    if found := _TWO_VERBS.fullmatch(one.text):
        yield f"{found['subject']} {found['verb']} {found['one']}."
        yield f"{found['subject']} {found['verb']} {found['other']}."


def joined_to_next(one: Truth) -> Iterator[str]:
    """Make one sentence of this one and the one that follows."""
    spans = split_sentences(one.passage.text)
    texts = [" ".join(one.passage.text[start:end].split()) for start, end in spans]
    place = texts.index(one.text) if one.text in texts else len(texts)
    if place + 1 < len(texts) and texts[place + 1].endswith(".") and len(one.text.split()) < 18:
        following = texts[place + 1]
        if len(following.split()) < 18 and not re.match(r"However|But|This|These|Such", following):
            yield f"{one.text.removesuffix('.')}, and {lower_first(following)}"


def made_active(one: Truth) -> Iterator[str]:
    """Say who does it first."""
    if found := _PASSIVE.fullmatch(one.text):
        plural = found["subject"].endswith("s")
        verb = (
            found["verb"]
            if found["be"] in {"was", "were"}
            else found["verb"].removesuffix("ed") + ("" if plural else "s")
        )
        if found["be"] in {"was", "were"} or not re.search(r"[iu]$|[^aeiou]$", found["verb"].removesuffix("ed")):
            yield f"{upper_first(found['subject'])} {verb} {lower_first(found['object'])}."


def made_passive(one: Truth) -> Iterator[str]:
    """Say what is done first."""
    if found := _ACTIVE.fullmatch(one.text):
        be = "were" if found["object"].endswith("s") else "was"
        yield f"{upper_first(found['object'])} {be} {found['verb']} by {lower_first(found['subject'])}."


def figures_in_words(one: Truth) -> Iterator[str]:
    """Write a small figure as a word, or "per cent" for the sign."""
    if found := _PERCENT.search(one.text):
        yield f"{one.text[: found.start()]}{found['number']} per cent{one.text[found.end() :]}"
    elif found := _FIGURE.search(one.text):
        yield f"{one.text[: found.start()]}{_SMALL[int(found['number'])]}{one.text[found.end() :]}"


def words_in_figures(one: Truth) -> Iterator[str]:
    """Write a number as a figure."""
    for word, number in _WRITTEN.items():
        if (changed := put(one.text, word, str(number))) is not None:
            yield changed
            return


def spelled_out(one: Truth) -> Iterator[str]:
    """Say what an acronym stands for."""
    if meanings := explain(one.text):
        yield spell_out(one.text, meanings[:1])


def possessive(one: Truth) -> Iterator[str]:
    """Say "the council's policy" for "the policy of the council"."""
    if found := _POSSESSIVE.search(one.text):
        yield f"{one.text[: found.start()]}{found['owner']}’s {found['thing']}{one.text[found.end() :]}"


def synonym_and_move(one: Truth) -> Iterator[str]:
    """Move an opening phrase and use another word."""
    for moved in opening_moved(one):
        yield from apply(rules("honest.toml")["same_meaning"], moved, one.lot)


def framed_and_shortened(one: Truth) -> Iterator[str]:
    """Let inspectors say the first clause."""
    for short in (*aside_left_out(one), *first_clause(one)):
        yield from apply(rules("honest.toml")["frames"], short, one.lot)


def two_synonyms(one: Truth) -> Iterator[str]:
    """Use two other words."""
    for first in apply(rules("honest.toml")["same_meaning"], one.text, one.lot):
        for second in apply(rules("honest.toml")["same_meaning"], first, one.lot[::-1]):
            if second != one.text:
                yield second


_MADE: tuple[Rewording, ...] = (
    opening_moved, closing_moved, aside_left_out, brackets_left_out, split_in_two, first_clause, second_clause,
    list_shortened, joined_to_next, made_active, made_passive, figures_in_words, words_in_figures, spelled_out,
    possessive, synonym_and_move, framed_and_shortened, two_synonyms,
)  # fmt: skip


def rewordings() -> Mapping[str, Rewording]:
    """Return every kind of honest rewording by its name."""

    def by_rule(kind: str) -> Rewording:
        return lambda one: apply(rules("honest.toml")[kind], one.text, one.lot)

    return {kind: by_rule(kind) for kind in rules("honest.toml")} | {one.__name__: one for one in _MADE}
