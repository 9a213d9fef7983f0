"""A library over its public face, with real files, SQLite and a small deterministic embedder."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ingest.models import ParsedReport
from retrieval.errors import EmbedderMismatch, EmptyLibrary, LibraryError, UnknownLabel, UnknownReport
from retrieval.library.library import Library
from retrieval.library.publications import KeyTaken
from tests.factories import PARAGRAPHS, make_parsed, make_passage, make_report, write_source
from tests.fakes import FakeEmbedder

CHANGED = ("Social workers visit children weekly. They write down what each child wants.", "Nothing else is known.")


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def library(tmp_path: Path, embedder: FakeEmbedder) -> Iterator[Library]:
    with Library.open(tmp_path / "home", embedder, create=True) as library:
        yield library


def _add(library: Library, folder: Path, parsed: ParsedReport) -> tuple[str, ParsedReport]:
    parsed, source = write_source(folder, parsed)
    return library.add(parsed, source), parsed


def test_gives_back_what_it_was_given(library: Library, tmp_path: Path) -> None:
    outcome, parsed = _add(library, tmp_path, make_parsed())
    key = parsed.report.key
    assert outcome == "added"
    assert library.reports() == [parsed.report]
    assert library.report(key) == parsed.report
    assert library.passages(key) == list(parsed.passages)
    assert library.chunks(key) == list(parsed.chunks)
    assert library.notes(key) == list(parsed.notes)
    assert library.furniture(key) == list(parsed.furniture)
    assert library.page_texts(key) == list(parsed.page_texts)
    assert library.holds(parsed.report.sha256) == key
    assert library.source(key).read_bytes() == (tmp_path / f"{key}.pdf").read_bytes()
    (cell,) = library.judgements("NBC")
    assert (cell.judgement, cell.label, cell.pages) == (parsed.judgements[0], "Judgements", (1,))
    assert library.verify() == []


@pytest.mark.parametrize(
    ("groups", "labels"),
    [
        ([["carers"]], ["para 3"]),
        ([["week", "wri"], ["front", "day"]], ["para 1", "para 2"]),
        ([["week", "front"]], []),
        ([], []),
    ],
)
def test_text_is_searched_whole(library: Library, tmp_path: Path, groups: list[list[str]], labels: list[str]) -> None:
    _, parsed = _add(library, tmp_path, make_parsed())
    key = parsed.report.key
    found = library.texts_holding(groups, [key])
    held = {one.id: one for one in parsed.passages}
    assert [held[one.passage].label for one in found] == labels
    assert all((one.report, one.text) == (key, held[one.passage].text) for one in found)
    assert library.texts_holding(groups) == found
    assert library.texts_holding(groups, ["elsewhere"]) == []


def test_catalogue_that_is_remembered_follows_every_change(library: Library, tmp_path: Path) -> None:
    with Library.open(library.home, FakeEmbedder()) as other:
        for grade in ("good", "inadequate"):
            _add(library, tmp_path, make_parsed(grade=grade))
            for one in (library, other):
                assert [cell.judgement.grade for cell in one.judgements()] == [grade]
                assert [report.key for report in one.reports()] == ["newtown_2018-05-16"]
        library.remove("newtown_2018-05-16")
        assert (other.reports(), other.judgements()) == ([], [])


def test_same_file_does_nothing(library: Library, tmp_path: Path, embedder: FakeEmbedder) -> None:
    _add(library, tmp_path, make_parsed())
    generation, seen = library.generation, len(embedder.seen)
    assert _add(library, tmp_path, make_parsed())[0] == "unchanged"
    assert (library.generation, len(embedder.seen)) == (generation, seen)


def test_same_file_under_another_name_does_nothing(library: Library, tmp_path: Path) -> None:
    _, parsed = _add(library, tmp_path, make_parsed())
    other = make_parsed(make_report("copy_of_newtown", sha256=parsed.report.sha256))
    assert library.add(other, tmp_path / f"{parsed.report.key}.pdf") == "unchanged"
    assert [report.key for report in library.reports()] == [parsed.report.key]


def test_changed_file_replaces_its_report_and_embeds_only_what_is_new(
    library: Library, tmp_path: Path, embedder: FakeEmbedder
) -> None:
    _add(library, tmp_path, make_parsed())
    embedder.seen.clear()
    outcome, parsed = _add(library, tmp_path, make_parsed(paragraphs=CHANGED))
    assert outcome == "replaced"
    assert library.passages(parsed.report.key) == list(parsed.passages)
    assert [text.splitlines()[-1] for text in embedder.seen] == [CHANGED[1]]
    assert library.keyword_search(["foster"]) == []
    assert len(list((library.home / "sources").iterdir())) == 1
    assert library.verify() == []


def test_same_file_read_otherwise_replaces_its_report(library: Library, tmp_path: Path) -> None:
    _, parsed = _add(library, tmp_path, make_parsed())
    reread = replace(parsed, notes=())
    assert library.add(reread, tmp_path / f"{parsed.report.key}.pdf") == "replaced"
    assert library.notes(parsed.report.key) == []
    assert library.verify() == []


@pytest.mark.parametrize("export_key", ["newtown_2018-05-16", "newtown_export"], ids=["same stem", "other stem"])
def test_export_beside_pdf_is_attached(library: Library, tmp_path: Path, export_key: str) -> None:
    _, pdf = _add(library, tmp_path, make_parsed())
    outcome, export = _add(library, tmp_path, make_parsed(make_report(export_key, media="markdown", page_count=0)))
    assert outcome == "attached"
    assert library.reports() == [pdf.report]
    assert library.passages(pdf.report.key) == list(pdf.passages)
    assert library.holds(export.report.sha256) == pdf.report.key
    assert _add(library, tmp_path, export)[0] == "unchanged"
    assert [(file.media, file.attached) for file in library.files(pdf.report.key)] == [
        ("pdf", False),
        ("markdown", True),
    ]
    assert library.verify() == []


def test_changed_export_takes_the_place_of_the_attached_one(library: Library, tmp_path: Path) -> None:
    _add(library, tmp_path, make_parsed())
    export = make_report(media="markdown", page_count=0)
    _add(library, tmp_path, make_parsed(export))
    assert _add(library, tmp_path, make_parsed(export, CHANGED))[0] == "attached"
    assert len(library.files()) == len(list((library.home / "sources").iterdir())) == 2


@pytest.mark.parametrize("export_key", ["newtown_2018-05-16", "newtown_export"], ids=["same stem", "other stem"])
def test_pdf_takes_the_place_of_an_export(library: Library, tmp_path: Path, export_key: str) -> None:
    export = make_report(export_key, media="markdown", page_count=0)
    _add(library, tmp_path, make_parsed(export))
    outcome, pdf = _add(library, tmp_path, make_parsed())
    assert outcome == "replaced"
    assert library.reports() == [pdf.report]
    assert [file.name for file in library.files()] == ["newtown_2018-05-16.pdf", f"{export_key}.md"]
    assert library.source(pdf.report.key).suffix == ".pdf"
    assert library.verify() == []


def test_same_stem_with_another_publication_is_an_error_that_names_both(library: Library, tmp_path: Path) -> None:
    _, held = _add(library, tmp_path, make_parsed())
    later = make_report(published=date(2022, 1, 14), inspected_from=None, inspected_to=None)
    with pytest.raises(KeyTaken, match=r"published 16 May 2018.*published 14 January 2022"):
        _add(library, tmp_path, make_parsed(later, CHANGED))
    assert library.reports() == [held.report]


def test_file_that_changed_since_it_was_read_is_refused(library: Library, tmp_path: Path) -> None:
    parsed, source = write_source(tmp_path, make_parsed())
    source.write_bytes(b"something else")
    with pytest.raises(LibraryError, match="changed while it was being read"):
        library.add(parsed, source)
    assert library.reports() == []
    assert library.verify() == []


def test_report_that_contradicts_itself_is_refused_whole(library: Library, tmp_path: Path) -> None:
    passage = make_passage("newtown_2018-05-16", 1, PARAGRAPHS[0])
    with pytest.raises(LibraryError, match="cannot hold"):
        _add(library, tmp_path, make_parsed(passages=[passage, passage]))
    assert (library.reports(), library.generation, library.verify()) == ([], 0, [])


def test_remove_takes_a_report_out_of_every_index(library: Library, tmp_path: Path, embedder: FakeEmbedder) -> None:
    _, parsed = _add(library, tmp_path, make_parsed())
    _, other = _add(library, tmp_path, make_parsed(make_report("oldham_2019", authority="Oldtown"), CHANGED))
    library.remove(parsed.report.key)
    assert library.reports() == [other.report]
    assert library.keyword_search(["foster"]) == []
    query = embedder.encode_query(PARAGRAPHS[2]).vector
    held = {passage.id for passage in other.passages}
    assert {neighbour.passage for neighbour in library.nearest(query, kind="sentence")} <= held
    assert set(library.encoded([chunk.id for chunk in parsed.chunks])) == set()
    assert [path.stem for path in (library.home / "sources").iterdir()] == [other.report.sha256]
    assert library.verify() == []
    with pytest.raises(UnknownReport):
        library.remove(parsed.report.key)


def test_text_shared_with_a_removed_report_keeps_its_vectors(library: Library, tmp_path: Path) -> None:
    _add(library, tmp_path, make_parsed())
    _, other = _add(library, tmp_path, make_parsed(make_report("oldtown_2019", authority="Oldtown")))
    library.remove("newtown_2018-05-16")
    assert len(library.encoded([chunk.id for chunk in other.chunks])) == len(other.chunks)
    assert library.verify() == []


def test_nearest_finds_paragraph_and_sentence(library: Library, tmp_path: Path, embedder: FakeEmbedder) -> None:
    _, parsed = _add(library, tmp_path, make_parsed())
    third = parsed.passages[3]
    (paragraph,) = library.nearest(
        embedder.encode_query(f"Newtown, 16 May 2018\n{third.text}").vector, reports=["newtown_2018-05-16"], limit=1
    )
    assert (paragraph.passage, third.text[paragraph.start : paragraph.end]) == (third.id, third.text)
    assert paragraph.score == pytest.approx(1, abs=1e-3)
    (sentence,) = library.nearest(embedder.encode_query(PARAGRAPHS[2][37:]).vector, kind="sentence", limit=1)
    assert third.text[sentence.start : sentence.end] == PARAGRAPHS[2][37:]
    assert library.nearest(embedder.encode_query("x").vector, reports=["no_such_report"]) == []


def test_encoded_gives_back_the_vectors(library: Library, tmp_path: Path, embedder: FakeEmbedder) -> None:
    _, parsed = _add(library, tmp_path, make_parsed())
    stored = library.encoded([parsed.chunks[1].id, "no-such-chunk"])
    (chunk,) = stored
    fresh = FakeEmbedder().encode_query(f"{parsed.chunks[1].header}\n{parsed.chunks[1].text}")
    assert chunk == parsed.chunks[1].id
    np.testing.assert_allclose(stored[chunk].vector, fresh.vector, atol=1e-3)
    np.testing.assert_allclose(stored[chunk].tokens, fresh.tokens * 127, atol=0.51)
    assert stored[chunk].sentences.shape == (2, embedder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(stored[chunk].sentences, axis=1), 1, atol=1e-6)


def test_progress_counts_what_is_embedded(library: Library, tmp_path: Path) -> None:
    parsed, source = write_source(tmp_path, make_parsed(paragraphs=[f"Sentence {number}." for number in range(200)]))
    seen: list[tuple[int, int]] = []
    library.add(parsed, source, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(128, 201), (201, 201)]


def test_interrupted_ingest_goes_on_where_it_stopped(library: Library, tmp_path: Path, embedder: FakeEmbedder) -> None:
    parsed, source = write_source(tmp_path, make_parsed(paragraphs=[f"Sentence {number}." for number in range(200)]))

    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.add(parsed, source, progress=interrupt)
    assert (library.reports(), library.verify()) == ([], [])
    embedder.seen.clear()
    assert library.add(parsed, source) == "added"
    assert len(embedder.seen) == 201 - 128


def test_another_embedder_is_refused_until_the_library_is_rebuilt(library: Library, tmp_path: Path) -> None:
    _, parsed = _add(library, tmp_path, make_parsed())
    other = FakeEmbedder(dimensions=16, name="other")
    with pytest.raises(EmbedderMismatch, match=r"fake/24/8.*other/16/8") as caught:
        Library.open(library.home, other)
    assert "inspection-qa rebuild" in caught.value.remedy
    with Library.open(library.home, other, reembed=True) as reembedded:
        reembedded.rebuild()
        assert reembedded.fingerprint == other.fingerprint
        assert reembedded.verify() == []
        assert len(reembedded.nearest(other.encode_query("foster").vector)) == 4
        assert reembedded.encoded([parsed.chunks[0].id])[parsed.chunks[0].id].vector.shape == (16,)


def test_library_that_only_looks_needs_no_embedder(library: Library, tmp_path: Path) -> None:
    _, parsed = _add(library, tmp_path, make_parsed())
    with Library.open(library.home, None) as looking:
        assert looking.reports() == [parsed.report]
        assert looking.fingerprint == "fake/24/8"
        with pytest.raises(LibraryError, match="reading only"):
            looking.add(*write_source(tmp_path, make_parsed(paragraphs=CHANGED)))
        looking.remove(parsed.report.key)
        assert looking.reports() == []


def test_no_library_yet(tmp_path: Path) -> None:
    with pytest.raises(EmptyLibrary, match="Nothing has been ingested yet"):
        Library.open(tmp_path / "none", FakeEmbedder())
    assert not (tmp_path / "none").exists()


def test_unknown_names_say_so(library: Library, tmp_path: Path) -> None:
    _, parsed = _add(library, tmp_path, make_parsed())
    for ask in (library.report, library.passages, library.chunks, library.source, library.notes):
        with pytest.raises(UnknownReport, match="nowhere"):
            ask("nowhere")
    with pytest.raises(UnknownLabel):
        library.find(parsed.report.key, "para 99")
    with pytest.raises(KeyError):
        library.passage("nowhere")


def test_reports_stand_by_authority_then_date(library: Library, tmp_path: Path) -> None:
    for key, authority, year in (("b_2020", "beta", 2020), ("a_2019", "Alpha", 2019), ("b_2011", "Beta", 2011)):
        report = make_report(key, authority=authority, published=date(year, 1, 1))
        _add(library, tmp_path, make_parsed(report))
    assert [report.key for report in library.reports()] == ["a_2019", "b_2011", "b_2020"]


def test_looking_imports_no_chroma() -> None:
    code = "import sys, retrieval.library.library; sys.exit('chromadb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_file_read_by_other_rules_is_not_held_by_these(library: Library, tmp_path: Path) -> None:
    parsed, source = write_source(tmp_path, replace(make_parsed(), reader="rules 1"))
    library.add(parsed, source)
    sha256 = parsed.report.sha256
    assert library.holds(sha256, reader="rules 1") == parsed.report.key
    assert library.holds(sha256, reader="rules 2") is None
    assert library.add(replace(parsed, reader="rules 2"), source) == "unchanged"
    assert library.holds(sha256, reader="rules 2") == parsed.report.key
