"""Names and addresses of a letter: kept, quoted, found by their words, and left out of the search by meaning."""

from dataclasses import replace
from pathlib import Path

from retrieval.library.library import Library
from tests.factories import make_parsed, make_passage, make_report, write_source
from tests.fakes import FakeEmbedder


def test_a_letters_head_is_found_by_its_words_only(tmp_path: Path) -> None:
    report = make_report()
    head = replace(make_passage(report.key, 1, "Ada Quill, Director", kind="unnumbered"), role="letter_head")
    finding = make_passage(report.key, 2, "Ada Quill leads well.")
    table = make_passage(report.key, 0, "Adoption performance: Good.", kind="judgements")
    parsed, source = write_source(tmp_path, make_parsed(report, passages=[table, head, finding]))
    with Library.open(tmp_path / "home", FakeEmbedder(), create=True) as library:
        library.add(parsed, source)
        assert [one.role for one in library.passages(report.key)] == ["", "letter_head", ""]
        assert f"{head.id}-0" in [chunk for chunk, _ in library.keyword_search(["quill"])]
        nearest = library.nearest(FakeEmbedder().encode_query("Ada Quill").vector, exact=True)
        assert f"{head.id}-0" not in [one.chunk for one in nearest]
        assert library.verify() == []
        assert library.add(parsed, source) == "unchanged"
