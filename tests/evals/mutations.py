"""Plant one fault in a true statement: small pure functions, each yielding the false forms of one text.

A mutant keeps a quotation that stands where it can, so that only the fault itself can give it away.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evals.runs.citation_quality import Texts, citation_recall, is_verbatim
from ingest.chunks.sentences import split_sentences
from ingest.models import Passage
from retrieval.text.quantities import quantities

FULL_SENTENCE = re.compile(r"[A-Z0-9‘“£].*[.!?]['’”]?")
SHORTEST = 6
"""Words below which a line is a bullet's end or a heading, not a statement."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A true statement, the passage that it rests on, and what stands around it in the report."""

    text: str
    quote: str
    passage: Passage
    report: Sequence[Passage]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A false statement with its citation."""

    text: str
    quote: str
    cited: Passage


Mutation = Callable[[Truth], Iterator[Mutant]]


def sentences(report: Sequence[Passage]) -> Iterator[Truth]:
    """Yield every whole sentence of a report's prose, as a statement that quotes itself."""
    for passage in report:
        if passage.kind in {"heading", "table", "judgements"}:
            continue
        for start, end in split_sentences(passage.text):
            text = passage.text[start:end].strip()
            if FULL_SENTENCE.fullmatch(text) and len(text.split()) >= SHORTEST:
                yield Truth(text, text, passage, report)


_DIGITS = re.compile(r"(?<![\w.,–-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w,]*\d)")


def wrong_number(one: Truth) -> Iterator[Mutant]:
    """Change each number in turn, to one that the passage does not print."""
    held = quantities(one.passage.text)
    for found in _DIGITS.finditer(one.text):
        value = float(found[0].replace(",", ""))
        for step in (1, 7, 100):
            spelled = f"{value + step:,.10g}" if "," in found[0] else f"{value + step:.10g}"
            if not {spelled.replace(",", ""), spelled.replace(",", "") + "%"} & held.keys():
                yield _said(one, one.text[: found.start()] + spelled + one.text[found.end() :])


def misplaced_number(one: Truth) -> Iterator[Mutant]:
    """Put in the place of each number another one that the same passage prints elsewhere."""
    others = list(dict.fromkeys(found[0] for found in _DIGITS.finditer(one.passage.text)))
    said = {found[0] for found in _DIGITS.finditer(one.text)}
    for found in _DIGITS.finditer(one.text):
        other = next((number for number in others if number not in said), None)
        if other is not None:
            yield _said(one, one.text[: found.start()] + other + one.text[found.end() :])


def swapped_authority(one: Truth) -> Iterator[Mutant]:
    """Say the same of another authority: by its name in the text, or in front of it."""
    names = {"Wendshire": "Kelmouth", "Kelmouth": "Northmere", "Surrey": "Cornwall"}
    for name, other in names.items():
        if name in one.text and other not in one.passage.text:
            yield _said(one, one.text.replace(name, other))
    yield _said(one, f"In Ambleton, {one.text[0].lower()}{one.text[1:]}")


def off_by_one(one: Truth) -> Iterator[Mutant]:
    """Cite the passage after or before, with the true quotation and with one that does stand there."""
    place = one.report.index(one.passage)
    for neighbour in (place - 1, place + 1):
        if 0 <= neighbour < len(one.report):
            cited = one.report[neighbour]
            if one.text in cited.text:
                continue
            start, end = split_sentences(cited.text)[0]
            yield Mutant(one.text, one.quote, cited)
            yield Mutant(one.text, cited.text[start:end], cited)


def stitched_quote(one: Truth) -> Iterator[Mutant]:
    """Join the first half of the quotation to the second half of another sentence of the passage."""
    others = [text for start, end in split_sentences(one.passage.text) if (text := one.passage.text[start:end])]
    for other in others:
        first, second = one.quote.split(), other.split()
        stitched = " ".join((*first[: len(first) // 2], *second[len(second) // 2 :]))
        if other.strip() != one.quote and len(second) > 3 and stitched not in one.passage.text:
            yield Mutant(stitched, stitched, one.passage)


_NOT = re.compile(r"\b(not|never|no longer(?! than)|cannot)\b\s?")
_DENIES = re.compile(
    r"\b(?:no|nobody|none|nothing|nowhere|nor|neither|without|seldom|hardly|unable|fail\w*|lack\w*)\b", re.IGNORECASE
)
_VERB = re.compile(r"\b(is|are|was|were|has|have|had|can|do|does|did|will|should)\b(?! (?:not|never|no|no longer)\b)")


def negation_flip(one: Truth) -> Iterator[Mutant]:
    """Take a negation out, or put one in after the first auxiliary verb of a sentence without any."""
    found = _NOT.search(one.text)
    if _DENIES.search(one.text):
        return  # A second negation makes nonsense, or the first one's opposite.
    if found is not None:
        yield _said(one, one.text[: found.start()] + ("can " if found[1] == "cannot" else "") + one.text[found.end() :])
    elif (verb := _VERB.search(one.text)) is not None:
        yield _said(one, f"{one.text[: verb.end()]} not{one.text[verb.end() :]}")


_OPPOSITES = dict(
    pair.split("/")
    for pair in """most/few few/most good/poor strong/weak weak/strong better/worse more/fewer fewer/more higher/lower
    lower/higher increased/decreased rose/fell risen/fallen fallen/risen fell/rose late/early quickly/slowly
    before/after above/below improving/worsening always/rarely often/rarely rarely/often over/under
    all/none largest/smallest more/less less/more first/last""".split()
)


def opposite_word(one: Truth) -> Iterator[Mutant]:
    """Turn the first word that has a plain opposite ("too many", "at most", "than before" have none)."""
    for found in re.finditer(r"(?<![Tt]oo )(?<!at )(?<!than )\b[a-z]+", one.text):
        if (other := _OPPOSITES.get(found[0])) is not None:
            yield _said(one, one.text[: found.start()] + other + one.text[found.end() :])
            return


def unsupported(one: Truth) -> Iterator[Mutant]:
    """Say what passages far away in the report say, citing this one."""
    place = one.report.index(one.passage)
    for step in (7, 23, 41):
        other = one.report[(place + step) % len(one.report)]
        for foreign in list(sentences([other]))[:1]:
            if foreign.text not in one.passage.text:
                yield _said(one, foreign.text)


MUTATIONS: tuple[Mutation, ...] = (
    wrong_number, misplaced_number, swapped_authority, off_by_one, stitched_quote, negation_flip, opposite_word,
    unsupported,
)  # fmt: skip


def _said(one: Truth, text: str) -> Mutant:
    return Mutant(text, one.quote, one.passage)


def is_caught(mutant: Mutant) -> bool:
    """Tell whether the scorer takes a mutant for false: by its quotation, or by what it says."""
    return not _holds(mutant.text, mutant.quote, mutant.cited)


def is_accepted(one: Truth) -> bool:
    """Tell whether the scorer takes a true statement for true."""
    return _holds(one.text, one.quote, one.passage)


def _holds(text: str, quote: str, cited: Passage) -> bool:
    texts: Texts = {(cited.report, cited.label): cited}
    statement = {"text": text, "citations": [{"report": cited.report, "label": cited.label, "quote": quote}]}
    return is_verbatim(statement, texts) and citation_recall(statement, texts) == 1.0
