"""BM25 over the chunks of a library."""

from collections.abc import Iterator

import pytest

from retrieval.library.library import Library
from retrieval.store.keyword_store import match_expression
from tests.factories import make_parsed, make_report, write_source
from tests.fakes import FakeEmbedder

TEXTS = ("Foster carers value their training.", "Carers' forums meet monthly.", "Pupils' attendance improved.")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("keyword")
    with Library.open(folder / "home", FakeEmbedder(), create=True) as library:
        for key, authority in (("newtown_2018", "Newtown"), ("oldtown_2018", "Oldtown")):
            library.add(*write_source(folder, make_parsed(make_report(key, authority=authority), TEXTS)))
        yield library


def _texts(library: Library, terms: list[str], **options: object) -> list[str]:
    chunks = {chunk.id: chunk.text for report in library.reports() for chunk in library.chunks(report.key)}
    found = library.keyword_search(terms, **{"reports": ["newtown_2018"], **options})  # type: ignore[arg-type]
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    return [chunks[chunk] for chunk, _ in found]


def test_more_and_rarer_words_come_first(library: Library) -> None:
    assert _texts(library, ["foster", "carers"]) == [TEXTS[0], TEXTS[1]]


def test_words_are_stemmed_and_folded(library: Library) -> None:
    assert _texts(library, ["IMPROVE"]) == [TEXTS[2]]


def test_term_of_several_words_is_a_phrase(library: Library) -> None:
    assert _texts(library, ["foster carers"]) == [TEXTS[0]]
    assert _texts(library, ["carers foster"]) == []


def test_header_is_searched_too(library: Library) -> None:
    assert len(_texts(library, ["Newtown"])) == 4
    assert _texts(library, ["Newtown", "foster"])[0] == TEXTS[0]


def test_scope_and_limit(library: Library) -> None:
    assert len(library.keyword_search(["carers"])) == 4
    assert len(library.keyword_search(["carers"], reports=["oldtown_2018"])) == 2
    assert len(library.keyword_search(["carers"], limit=1)) == 1
    assert library.keyword_search(["carers"], reports=[]) == []
    assert library.keyword_search(["carers"], limit=0) == []


@pytest.mark.parametrize(
    "term",
    ['"', "*", "NEAR(a b)", "text:foster", "foster*", "a AND b", "-foster", "^foster", "(", "\x00", "{header}:x"],
)
def test_nothing_in_a_term_is_syntax(library: Library, term: str) -> None:
    library.keyword_search([term, f'"{term}"'])


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (["the", "foster", "of"], '"foster"'),
        (["Foster", "foster"], '"foster"'),
        (["looked-after", "child's"], '"looked after" OR "child s"'),
        (["the", ""], ""),
        (["end of year"], '"end of year"'),
    ],
    ids=["stop words", "twice", "punctuation", "nothing left", "stop word in a phrase"],
)
def test_match_expression(terms: list[str], expected: str) -> None:
    assert match_expression(terms) == expected
