"""Citations: what is quoted stands where it says, and a mutated statement is dropped."""

from dataclasses import replace
from functools import partial

import pytest

from ingest.models import Passage, Span
from retrieval.checking.citations import Dropped, cite, compose_text, fault, state, unsupported_tokens, verify
from retrieval.models import Draft, Statement

PARAGRAPH = Passage(
    id="aa",
    report="fernshire_2019-05-01",
    label="para 12",
    kind="paragraph",
    number=12,
    section=("Help and protection",),
    text=(
        "Visits to the 1,240 children in need are not always timely. In May 2018, 15% of visits – 186 – were late. "
        "The manager, Rosa Quill, meets families every week and knows them “very well”. "
        "Pre-birth work is strong but it does not start early."
    ),
    ordinal=3,
    spans=(Span(4, 10, 90), Span(5, 0, 40)),
)
OTHER = replace(PARAGRAPH, id="bb", label="para 13", number=13, text="Foster carers feel heard. There are 70 of them.")
BULLET = Passage(
    id="cc",
    report="fernshire_2019-05-01",
    label="Adoption in this area, point 2",
    kind="bullet",
    number=None,
    section=("Information about this area", "Adoption in this area"),
    text="32 children, three of whom waited over a year;",
    ordinal=9,
    lead_in="Of those placed, the council did not visit:",
)
PASSAGES = {one.id: one for one in (PARAGRAPH, OTHER, BULLET)}


def quoting(passage: Passage, words: str) -> Statement:
    start = passage.text.index(words)
    return state([cite(passage, start, start + len(words))])


def test_cite_carries_the_provenance() -> None:
    citation = cite(PARAGRAPH, 0, 60)
    assert citation.quote == "Visits to the 1,240 children in need are not always timely."
    assert (citation.report, citation.label, citation.number, citation.pages) == (
        PARAGRAPH.report,
        "para 12",
        12,
        (4, 5),
    )


@pytest.mark.parametrize(
    ("start", "end"), [(5, 5), (-1, 4), (0, 5000), (59, 60)], ids=["empty", "low", "high", "blank"]
)
def test_cite_refuses_to_quote_nothing(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="quotes nothing"):
        cite(PARAGRAPH, start, end)


HOLDS = {
    "sentence": quoting(PARAGRAPH, "In May 2018, 15% of visits – 186 – were late."),
    "two sentences of two passages": state([cite(PARAGRAPH, 0, 59), cite(OTHER, 0, 25)]),
    "label as lead": state([cite(OTHER, 0, 25)], lead="Para 13:"),
    "lead-in with its negation": state([cite(BULLET, 0, 45)], lead=BULLET.lead_in),
    "heading as lead": state([cite(BULLET, 0, 45)], lead="Adoption in this area:"),
    "figure as lead": state([cite(OTHER, 26, 47)], lead="70."),
}


@pytest.mark.parametrize("statement", HOLDS.values(), ids=HOLDS.keys())
def test_a_true_statement_is_shown(statement: Statement) -> None:
    assert fault(statement, PASSAGES) is None


def test_spelling_of_quotes_hyphens_and_spaces_is_forgiven() -> None:
    citation = replace(
        cite(PARAGRAPH, 107, 190),
        quote='The manager, Rosa Quill, meets families  every week and knows them "very well".',
    )
    assert fault(state([citation]), PASSAGES) is None


LATE = quoting(PARAGRAPH, "In May 2018, 15% of visits – 186 – were late.")
CARERS = quoting(OTHER, "There are 70 of them.")


def with_quote(statement: Statement, before: str, after: str) -> Statement:
    citation = statement.citations[0]
    changed = replace(citation, quote=citation.quote.replace(before, after))
    return replace(statement, text=statement.text.replace(before, after), citations=(changed,))


def with_reference(statement: Statement, **fields: object) -> Statement:
    return replace(statement, citations=(replace(statement.citations[0], **fields),))  # type: ignore[arg-type]


MUTANTS = {
    "no citation": (replace(LATE, citations=()), "cites nothing"),
    "wrong number": (with_quote(LATE, "186", "168"), "does not stand"),
    "wrong year": (with_quote(LATE, "2018", "2019"), "does not stand"),
    "dropped word": (with_quote(LATE, "visits", ""), "does not stand"),
    "negation added": (with_quote(LATE, "were late", "were not late"), "does not stand"),
    "stitched from two places": (
        with_quote(LATE, "186 – were late.", "186 – meets families every week."),
        "does not stand",
    ),
    "swapped passage": (with_reference(LATE, passage="bb", label="para 13", number=13), "does not stand"),
    "swapped label": (with_reference(LATE, label="para 13"), "not that of the passage"),
    "swapped number": (with_reference(LATE, number=13), "not that of the passage"),
    "swapped page": (with_reference(LATE, pages=(9,)), "not that of the passage"),
    "swapped report": (with_reference(LATE, report="elsewhere_2019"), "not that of the passage"),
    "invented passage": (with_reference(LATE, passage="zz"), "not there"),
    "empty quote": (with_reference(LATE, quote=" "), "does not stand"),
    "number cut in two": (quoting(PARAGRAPH, "240 children in need are not always timely."), "does not stand"),
    "percentage cut off": (quoting(PARAGRAPH, "In May 2018, 15"), "does not stand"),
    "compound cut in two": (quoting(PARAGRAPH, "birth work is strong but it does not start early."), "does not stand"),
    "negation before clipped": (quoting(PARAGRAPH, "always timely."), "leaves out a negation"),
    "negation after clipped": (quoting(PARAGRAPH, "Pre-birth work is strong"), "leaves out a negation"),
    "text says more": (replace(LATE, text=LATE.text + " This is serious."), "not its quotations"),
    "text says other": (replace(LATE, text="All visits were on time."), "not its quotations"),
    "words between quotes": (
        replace(HOLDS["two sentences of two passages"], text="Visits to the 1,240 children. Foster carers feel heard."),
        "not its quotations",
    ),
    "lead from nowhere": (state(CARERS.citations, lead="Excellent foster carers:"), "opening words"),
    "lead with wrong number": (state(CARERS.citations, lead="17:"), "opening words"),
    "lead negates": (state([cite(PARAGRAPH, 60, 106)], lead="Not always:"), "into its opposite"),
}


@pytest.mark.parametrize(("statement", "reason"), MUTANTS.values(), ids=MUTANTS.keys())
def test_a_mutated_statement_is_dropped_with_its_reason(statement: Statement, reason: str) -> None:
    verified = verify(Draft("answered", (CARERS, statement)), PASSAGES)
    assert verified.statements == (CARERS,)
    (dropped,) = verified.dropped
    assert isinstance(dropped, Dropped)
    assert reason in dropped.reason


UNSUPPORTED = {
    "number word for a figure": ("Fifteen per cent of visits were late.", ()),
    "other number": ("16% of visits were late.", ("16%",)),
    "share for a count": ("186% were late.", ("186%",)),
    "count for a share": ("15 visits were late.", ("15",)),
    "other month": ("In June 2018 visits were late.", ("June 2018", "June")),
    "other person": ("The manager is Rosa Quick.", ("Rosa Quick",)),
    "same person": ("Rosa Quill meets families.", ()),
    "thousands without comma": ("There are 1240 children in need.", ()),
}


@pytest.mark.parametrize(("text", "missing"), UNSUPPORTED.values(), ids=UNSUPPORTED.keys())
def test_unsupported_tokens(text: str, missing: tuple[str, ...]) -> None:
    assert unsupported_tokens(text, [PARAGRAPH]) == missing


def test_composed_text_puts_list_items_on_lines_and_closes_sentences() -> None:
    listed = partial(replace, kind="bullet")
    one, two = (state([listed(cite(OTHER, 0, 24))]), state([listed(cite(OTHER, 26, 46))]))
    assert compose_text([LATE, one, two]) == f"{LATE.text}\nFoster carers feel heard.\nThere are 70 of them."


def test_a_lone_bullet_runs_on() -> None:
    bullet = replace(cite(OTHER, 0, 24), kind="bullet")
    assert compose_text([LATE, state([bullet]), CARERS]) == f"{LATE.text} Foster carers feel heard. {CARERS.text}"


def test_the_lines_of_a_form_are_sentences_of_their_own() -> None:
    form = replace(OTHER, text="Shadow inspectors: not applicable\nQuality manager: Ann Lee")
    assert fault(state([cite(form, 34, 58)]), {form.id: form}) is None
    assert fault(state([cite(form, 23, 33)]), {form.id: form}) is not None
