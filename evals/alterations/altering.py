"""Alterations of a true sentence, by kind: rules as data in altered.toml, and those that need its structure here."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from evals.alterations.edits import apply, lower_first, put, rules, upper_first
from evals.alterations.truths import Truth
from ingest.chunks.sentences import split_sentences
from retrieval.text.quantities import quantities

Alteration = Callable[[Truth], Iterator[str]]

_DIGITS = re.compile(r"(?<![\w.,£–/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w,/–-]*\d)")
_VERB = re.compile(r"\b(is|are|was|were|has|have|had|can|do|does|did|will|should)\b(?! (?:not|never|no|no longer)\b)")
_DENIES = re.compile(r"\b(?:not|no|never|nobody|none|nothing|neither|nor|without|few|cannot|lack\w*|fail\w*)\b", re.I)
_GROUPS = re.compile(
    r"\b(?:social workers|foster carers|care leavers|young people|personal advisers|independent reviewing officers"
    r"|the council|the local authority|senior leaders|leaders|managers|inspectors|staff|parents|children|carers|schools"
    r"|the police|families|partners|members|adopters|teachers|workers)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"[A-Z][a-z]+(?: [a-z]+)?s (?:are|were|have|receive|get|live|make|know|feel|attend|benefit)\b")
_CONDITION = re.compile(
    r"(?:,? (?:if|unless|until|provided that|except|apart from|other than)|(?<!,) (?:where|when|once))\b"
    r" [^,.;:]+(?=\.$)"
)
_RESTRICTIVE = re.compile(
    r"\b(?P<who>children|people|families|parents|carers|leavers|workers|staff|adopters) (?:who|whose) (?:[a-z]+ ){2,9}?"
    r"[a-z]+(?= (?:is|are|was|were|has|have|do|can|will|receive|get|make|benefit)\b)"
)
_OF_ONE_RANGE = re.compile(r"\W*(?:(?:and|or|to|,)\W*)?")
_LOOKALIKES = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "x": "х"}
_SAYINGS = ("nobody listens to us", "it is a disgrace", "we were told to lie", "they saved my life")


def number_changed(one: Truth) -> Iterator[str]:
    """Change a number to one that the passage does not print."""
    held = quantities(one.passage.text)
    for found in _DIGITS.finditer(one.text):
        value = float(found[0].replace(",", ""))
        spelled = f"{value + 3:,.10g}" if "," in found[0] else f"{value + 3:.10g}"
        if not {spelled.replace(",", ""), f"{spelled}%"} & held.keys():
            yield one.text[: found.start()] + spelled + one.text[found.end() :]
            return


def numbers_exchanged(one: Truth) -> Iterator[str]:
    """Exchange two numbers of the sentence."""
    found = list(_DIGITS.finditer(one.text))
    for first, second in pairwise(found):
        between = one.text[first.end() : second.start()]
        if first[0] != second[0] and "telephone" not in one.text and not _OF_ONE_RANGE.fullmatch(between):
            yield (
                one.text[: first.start()] + second[0] + one.text[first.end() : second.start()] + first[0]
                + one.text[second.end() :]
            )  # fmt: skip
            return


def number_from_elsewhere(one: Truth) -> Iterator[str]:
    """Put another number of the passage in a number's place."""
    said = {found[0] for found in _DIGITS.finditer(one.text)}
    others = [found[0] for found in _DIGITS.finditer(one.passage.text) if found[0] not in said]
    for found in _DIGITS.finditer(one.text):
        if others:
            yield one.text[: found.start()] + others[0] + one.text[found.end() :]
            return


def letter_exchanged(one: Truth) -> Iterator[str]:
    """Put a letter of another alphabet that looks the same into the longest word."""
    word = max(re.findall(r"[a-z]+", one.text), key=len, default="")
    for letter, other in _LOOKALIKES.items():
        if letter in word:
            yield one.text.replace(word, word.replace(letter, other, 1), 1)
            return


def quotation_invented(one: Truth) -> Iterator[str]:
    """Put the sentence in quotation marks with a word that it does not have."""
    spoken = one.text.removesuffix(".").split()
    place = 2 + int(one.lot, 16) % max(len(spoken) - 3, 1)
    yield f"Inspectors said: “{' '.join((*spoken[:place], 'shocking', *spoken[place:]))}”."


def quotation_bent(one: Truth) -> Iterator[str]:
    """Put half of the sentence in quotation marks, one of its words left out."""
    spoken = one.text.removesuffix(".").split()
    middle = len(spoken) // 2
    if len(spoken) >= 12:
        yield f"{' '.join(spoken[:middle])} “{' '.join((*spoken[middle : middle + 2], *spoken[middle + 3 :]))}”."


def speech_added(one: Truth) -> Iterator[str]:
    """Add words that nobody said."""
    yield f"{one.text} One parent said: ‘{_SAYINGS[int(one.lot, 16) % len(_SAYINGS)]}’."


def negation_added(one: Truth) -> Iterator[str]:
    """Put a negation after the first auxiliary verb of a sentence without any."""
    verb = _VERB.search(one.text)
    if verb is not None and not _DENIES.search(one.text):
        yield f"{one.text[: verb.end()]} not{one.text[verb.end() :]}"


def quantity_added(one: Truth) -> Iterator[str]:
    """Say of all what is said of no number in particular."""
    if _BARE.match(one.text):
        word = ("All", "Most", "Few", "Only some")[int(one.lot, 16) % 4]
        yield f"{word} {lower_first(one.text)}"


def roles_exchanged(one: Truth) -> Iterator[str]:
    """Exchange who does something and whom it is done to."""
    found = list(_GROUPS.finditer(one.text))
    for first, second in pairwise(found):
        between = one.text[first.end() : second.start()]
        if first[0].lower() == second[0].lower() or re.search(r"[,;:]|\band\b|\bor\b|\bwith\b", between):
            continue
        if len(between.split()) >= 2 or re.fullmatch(r" [a-z]{4,} ", between):
            yield upper_first(
                one.text[: first.start()] + second[0].lower() + between + first[0].lower() + one.text[second.end() :]
            )
            return


def condition_dropped(one: Truth) -> Iterator[str]:
    """Leave out on what condition something is so."""
    found = _CONDITION.search(one.text)
    if found is not None and len(one.text) - len(found[0]) > 40:
        yield one.text[: found.start()] + one.text[found.end() :]


def restriction_on_whom_dropped(one: Truth) -> Iterator[str]:
    """Say of all children what is said of those who …"""
    found = _RESTRICTIVE.search(one.text)
    if found is not None:
        yield one.text[: found.start()] + found["who"] + one.text[found.end() :]


def sentences_spliced(one: Truth) -> Iterator[str]:
    """Join the first half of the sentence to the second half of another one of the passage."""
    others = [one.passage.text[start:end].split() for start, end in split_sentences(one.passage.text)]
    first = one.text.split()
    for second in others:
        if " ".join(second) != one.text and len(second) > 7:
            yield " ".join((*first[: len(first) // 2], *second[len(second) // 2 :]))
            return


def halves_joined(one: Truth) -> Iterator[str]:
    """Make another sentence of the passage the reason of this one."""
    for start, end in split_sentences(one.passage.text):
        other = " ".join(one.passage.text[start:end].split())
        if other != one.text and 5 < len(other.split()) < 25 and other.endswith("."):
            yield f"{one.text.removesuffix('.')} because {lower_first(other)}"
            return


def shortened_and_altered(one: Truth) -> Iterator[str]:
    """Keep only the first clause, and turn a word of it."""
    clause, mark, _ = one.text.partition(", ")
    if mark and len(clause.split()) >= 6:
        for kind in ("help_to_harm", "good_to_bad", "direction_turned", "people_exchanged", "quantity_raised"):
            for said in apply(rules("altered.toml")[kind], f"{clause}.", one.lot):
                yield said
                return


def reworded_and_altered(one: Truth) -> Iterator[str]:
    """Move an opening phrase to the end, and turn a word."""
    opening, mark, rest = one.text.partition(", ")
    if mark and re.match(r"(?:In|At|By|On|Since|During) ", opening) and len(opening.split()) < 8:
        moved = f"{upper_first(rest).removesuffix('.')} {lower_first(opening)}."
        for kind in ("useful_to_harmful", "help_to_harm", "thing_exchanged", "direction_turned", "people_exchanged"):
            for said in apply(rules("altered.toml")[kind], moved, one.lot):
                yield said
                return


def framed_and_altered(one: Truth) -> Iterator[str]:
    """Let inspectors say it, and turn a word."""
    for kind in ("thing_exchanged", "useful_to_harmful", "bad_to_good", "degree_turned", "help_to_harm"):
        for said in apply(rules("altered.toml")[kind], one.text, one.lot):
            yield f"Inspectors found that {lower_first(said)}"
            return


def scope_widened(one: Truth) -> Iterator[str]:
    """Say of all teams what is said of two."""
    found = re.search(r"\b(?:two|three|four|five|six|a few|one|both|this) (?=[a-z]+(?: [a-z]+)? )", one.text)
    if found is not None and (changed := put(one.text, found[0].strip(), "all")) is not None:
        yield changed


_MADE: tuple[Alteration, ...] = (
    number_changed, numbers_exchanged, number_from_elsewhere, letter_exchanged, quotation_invented, quotation_bent,
    speech_added, negation_added, quantity_added, roles_exchanged, condition_dropped, restriction_on_whom_dropped,
    sentences_spliced, halves_joined, shortened_and_altered, reworded_and_altered, framed_and_altered, scope_widened,
)  # fmt: skip


def alterations() -> Mapping[str, Alteration]:
    """Return every kind of alteration by its name."""

    def by_rule(kind: str) -> Alteration:
        return lambda one: apply(rules("altered.toml")[kind], one.text, one.lot)

    return {kind: by_rule(kind) for kind in rules("altered.toml")} | {one.__name__: one for one in _MADE}
