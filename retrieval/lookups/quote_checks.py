"""Whether a report prints words that are put in its mouth: yes with the place, or no with the nearest.

Case, space, punctuation, quotation marks and hyphens count for nothing; an ellipsis matches whatever stands between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, islice

from ingest.models import Report
from retrieval.held import Held, LookedUp
from retrieval.lookups.mention_words import lines, say_found, searched, times
from retrieval.lookups.occurrences import Counted, Place, quote, sentence_around
from retrieval.models import Draft, Outcome, PrintedText, Scope, Statement
from retrieval.question.models import Question
from retrieval.reports.report_dates import brief_names
from retrieval.text.normalise import STOP_WORDS
from retrieval.text.phrases import find_exactly, find_phrase, openings, read_phrase, read_words, root_of
from retrieval.text.rarity import rarity

_SHOWN = 5
"""Places quoted of a phrase that is printed often."""
_ALIKE = 0.6
"""Share of a quotation's words, in order, from which a sentence may be the nearest to it: .5 took in strangers."""
_PER_WORD = 0.08
"""Share that a word more than the quotation has counts for, where sentences compete to be the nearest."""
_BETWEEN = 8
"""Words that may stand between those of a quotation that leaves some out."""
_BEST_FIRST: tuple[Outcome, ...] = ("answered", "nearest", "not_in_reports")
_NEGATIONS = frozenset("no not never none neither nor cannot without".split())


@dataclass(frozen=True, slots=True)
class _Near:
    """A sentence, how much of the quotation it holds in order, and the words that each has and the other lacks."""

    place: Place
    share: float
    spread: int
    quoted: tuple[str, ...]
    printed: tuple[str, ...]
    parted: bool
    """Whether it is the quotation with a few words between two parts, none of which turns its meaning."""


def answer_quote_check(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer whether, and where, the reports in scope print the words that a question quotes.

    Words without quotation marks may only be a subject: where they are not printed, None leaves them to a search.
    """
    quotations = tuple(one for one in dict.fromkeys(question.quoted or question.topics) if read_words(one))
    if question.act != "quote_check" or not quotations:
        return None
    wanted = set(scope.reports)
    reports = [report for report in held.reports if report.key in wanted]
    drafts = [check_quotation(one, reports, held, where=_asks_where(question)) for one in quotations]
    if not question.quoted and all(one.outcome != "answered" for one in drafts):
        return None
    return LookedUp(drafts[0] if len(drafts) == 1 else _joined(quotations, drafts, held), scope)


def check_quotation(quotation: str, reports: Sequence[Report], held: Held, *, where: bool = False) -> Draft:
    """Say whether `reports` print a quotation; with `where` the question takes it for granted that they do."""
    texts = _texts_like(quotation, reports, held)
    found = ((one, find_exactly(quotation, one.text)) for one in texts)
    exact = [Place(one.report, one.passage, *span) for one, span in found if span is not None]
    if exact:
        return _printed(exact, reports, held, where=where)
    near = max(_nearest(quotation, texts), key=lambda one: one.share - _PER_WORD * one.spread, default=None)
    if near is None:
        text = f"These words are not printed in {searched(reports)}: “{quotation}”."
        return Draft("not_in_reports", reason="not_printed", text=text, confidence=1.0)
    return _near(near, reports, held)


def _asks_where(question: Question) -> bool:
    return bool({"where", "which", "who", "find", "source"} & {one.text for one in read_words(question.folded)})


def _printed(places: Sequence[Place], reports: Sequence[Report], held: Held, *, where: bool) -> Draft:
    """Say in which reports and how often the words are printed, each place quoted with its sentence."""
    statements = _quoted(places, held)
    by_report = {key: tuple(found) for key, found in groupby(places, key=lambda place: place.report)}
    listed = say_found(Counted("", by_report), reports)
    of = (
        f", in {len(by_report)} of {len(reports)} reports: {listed}" if len(reports) > 1 else f" in {searched(reports)}"
    )
    cut = f" Quoted are the first {len(statements)}." if len(places) > len(statements) else ""
    opening = "These words are" if where else "Yes, these words are"
    return _draft("answered", f"{opening} printed {times(len(places))}{of}.{cut}", statements, held)


def _near(near: _Near, reports: Sequence[Report], held: Held) -> Draft:
    statements = _quoted([near.place], held)
    if near.parted:
        name = brief_names(held.reports)[near.place.report]
        opening = f"These words are printed in {name} with others between them:"
        return _draft("answered", opening, statements, held)
    lacking, instead = " ".join(near.quoted), " ".join(near.printed)
    if lacking and instead:
        told = f" The nearest has “{instead}” where the quotation has “{lacking}”:"
    else:
        told = f" The nearest lacks “{lacking}”:" if lacking else f" The nearest also has “{instead}”:"
    return _draft("nearest", f"These words are not printed in {searched(reports)}.{told}", statements, held)


def _draft(outcome: Outcome, opening: str, statements: Sequence[Statement], held: Held) -> Draft:
    text = "\n".join([opening, *lines(statements, brief_names(held.reports))])
    return Draft(outcome, tuple(statements), "quotation", text, confidence=1.0, long_form=True)


def _joined(quotations: Sequence[str], drafts: Sequence[Draft], held: Held) -> Draft:
    """Answer for several quotations, each by name."""
    said = [f"“{one}”: {(draft.text or '').splitlines()[0]}" for one, draft in zip(quotations, drafts, strict=True)]
    statements = tuple(dict.fromkeys(statement for draft in drafts for statement in draft.statements))
    outcomes = [draft.outcome for draft in drafts]
    best: Outcome = next((one for one in _BEST_FIRST if one in outcomes), outcomes[0])
    outcome = "partial" if best == "answered" and len(set(outcomes)) > 1 else best
    return _draft(outcome, " ".join(said), statements, held)


def _quoted(places: Sequence[Place], held: Held) -> list[Statement]:
    return list(islice(quote(places, held.find({place.passage for place in places})), _SHOWN))


def _nearest(quotation: str, texts: Sequence[PrintedText]) -> Iterator[_Near]:
    """Compare a quotation with each sentence that holds enough of its words."""
    quoted = [one.text for one in read_words(quotation)]
    rare = [read_phrase(word) for word in _rarest(quoted)]
    shares = _shares(quoted)
    content = {root_of(word) for word in quoted if word not in STOP_WORDS}
    beginning = read_phrase(" ".join(quoted[:2])) if len(quoted) > 2 else None
    for one in texts:
        spans = {sentence_around(one.text, at.start, at.end) for word in rare for at in find_phrase(word, one.text)}
        for start, end in sorted(spans):
            words = [word.text for word in read_words(one.text[start:end])]
            roots = {*map(root_of, words)}
            # One word of meaning in common is chance, unless it is what the quotation is about: "caseloads are …".
            begun = beginning is not None and bool(find_phrase(beginning, one.text[start:end]))
            if len(roots & content) < min(2, len(content)) and not begun:
                continue
            if sum(share for word, share in shares.items() if root_of(word) in roots) < _ALIKE:
                continue
            near = _compare(quoted, words, Place(one.report, one.passage, start, end))
            if near.share >= _ALIKE and near.spread <= 2 * len(quoted):
                yield near


def _compare(quoted: Sequence[str], printed: Sequence[str], place: Place) -> _Near:
    """Lay a quotation beside a sentence, inflections of a word together; what differs is told word for word."""
    matcher = SequenceMatcher(None, [*map(root_of, quoted)], [*map(root_of, printed)], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    held = [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]
    same = [(a, b) for a, b in held if quoted[a] == printed[b]]
    # What the quotation has before and after the words that both have stands over against as many printed ones.
    first = max(blocks[0].b - blocks[0].a, 0)
    last = blocks[-1].b + len(quoted) - blocks[-1].a
    own = {a for a, _ in same}
    theirs = {b for _, b in same}
    between = printed[blocks[0].b + blocks[0].size : blocks[-1].b] if len(blocks) == 2 else ()
    return _Near(
        place,
        sum(_shares(quoted)[quoted[a]] / quoted.count(quoted[a]) for a, _ in held),
        last - first - len(held),
        tuple(word for at, word in enumerate(quoted) if at not in own),
        tuple(word for at, word in enumerate(printed) if first <= at < last and at not in theirs),
        len(same) == len(quoted)
        and 0 < len(between) <= _BETWEEN
        and 2 * blocks[-1].size >= len(quoted)
        and not _NEGATIONS & {*between, quoted[blocks[0].size - 1]},
    )


def _texts_like(quotation: str, reports: Sequence[Report], held: Held) -> list[PrintedText]:
    """Return the passages with one of the rarest words of a quotation."""
    words = [one.text for one in read_words(quotation)]
    groups = [group for word in _rarest(words) for group in openings(read_phrase(word))]
    return list(held.search_text(groups, [report.key for report in reports]))


def _rarest(words: Sequence[str]) -> list[str]:
    """Return the rarest of a quotation's words: so many that what lacks all of them is none of the nearest."""
    shares = _shares(words)
    needed: list[str] = []
    for word in sorted(shares, key=lambda one: shares[one], reverse=True):
        if sum(shares[one] for one in needed) > 1 - _ALIKE:
            break
        needed.append(word)
    return needed


def _shares(quoted: Sequence[str]) -> dict[str, float]:
    """Return which share of a quotation each word of it is, half by number and half by how much it says."""
    # Many sentences share "is" and "for" with any quotation.
    weights = [0.5 if word in STOP_WORDS else rarity(root_of(word)) for word in quoted]
    shares = dict.fromkeys(quoted, 0.0)
    for word, weight in zip(quoted, weights, strict=True):
        shares[word] += 0.5 / len(quoted) + 0.5 * weight / sum(weights)
    return shares
