"""What the crash and concurrency tests run in processes of their own: `python -m tests.retrieval.library_worker`.

churn HOME SEED        add, replace and remove reports without end, a line before and after each
write HOME NAME COUNT  add COUNT reports, replacing each once
read HOME SECONDS [CHROMA]  read all the time, then print what was seen as one JSON object
"""

import json
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.models import ParsedReport
from retrieval.errors import UnknownReport
from retrieval.library.library import Library
from tests.factories import make_parsed, make_report, write_source
from tests.fakes import FakeEmbedder

PARAGRAPHS = 40


def version(key: str, number: int) -> ParsedReport:
    """Return the report of a key in one of its versions, told by the word that its paragraphs share."""
    texts = [f"Version{number} of {key} says thing {paragraph}. It goes on." for paragraph in range(PARAGRAPHS)]
    return make_parsed(make_report(key, authority=key), texts)


def held_version(library: Library, key: str) -> int | None:
    """Return which version of a report is held, None for none; fails unless the report is that version throughout."""
    if key not in {report.key for report in library.reports()}:
        return None
    passages = library.passages(key)
    number = int(passages[1].text.split()[0].removeprefix("Version"))
    assert [passage.text for passage in passages] == [passage.text for passage in version(key, number).passages]
    assert len(library.keyword_search([f"Version{number}"], reports=[key], limit=99)) == PARAGRAPHS
    assert len(library.encoded([chunk.id for chunk in library.chunks(key)])) == PARAGRAPHS + 1
    assert len(library.judgements(key)) == 1
    return number


def churn(home: Path, seed: int) -> None:
    """Change reports without end. Prints "try KEY VERSION" before a change and "done" once it is acknowledged."""
    choose = random.Random(seed)
    with Library.open(home, FakeEmbedder(), create=True, serve=seed % 2 == 1) as library:
        print("ready", flush=True)
        for number in range(1_000_000):
            key = choose.choice(("alpha", "beta"))
            if number % 3 == 2 and key in {report.key for report in library.reports()}:
                print("try", key, "None", flush=True)
                library.remove(key)
            else:
                print("try", key, number, flush=True)
                library.add(*write_source(home.parent, version(key, number)))
            if seed % 2 == 1:
                library.catch_up()
            print("done", flush=True)


def write(home: Path, name: str, count: int) -> None:
    """Add `count` reports in two versions each."""
    with TemporaryDirectory() as folder, Library.open(home, FakeEmbedder(), create=True) as library:
        for number in range(count):
            for one in (1, 2):
                # In a folder of its own: two writers of one name must not write one file.
                library.add(*write_source(Path(folder), version(f"{name}{number}", one)))


def read(home: Path, seconds: float, chroma: str | None = None) -> None:
    """Read whole reports, check each, and follow the generation."""
    query = FakeEmbedder().encode_query("thing 7").vector
    rounds, served, generations, keys = 0, 0, [], set()
    with Library.open(home, FakeEmbedder(), serve=chroma is not None, chroma=chroma) as library:
        end = time.monotonic() + seconds
        # A server is asked once chromadb is imported and the rows are there, however busy the machine.
        while time.monotonic() < end or (chroma and not served and time.monotonic() < end + 100):
            generations.append(library.generation)
            reports = library.reports()
            for report in reports:
                keys.add(report.key)
                try:
                    texts = {passage.text.split()[0] for passage in library.passages(report.key)[1:]}
                except UnknownReport:
                    continue
                assert len(texts) == 1, "half of an old and half of a new version"
            assert len(library.nearest(query, kind="sentence", limit=30)) == 30 or not reports
            served += library.level
            library.keyword_search(["thing"])
            rounds += 1
    assert generations == sorted(generations)
    print(json.dumps({"rounds": rounds, "generations": len(set(generations)), "keys": len(keys), "served": served}))


if __name__ == "__main__":
    what, home, *rest = sys.argv[1:]
    if what == "churn":
        churn(Path(home), int(rest[0]))
    elif what == "write":
        write(Path(home), rest[0], int(rest[1]))
    else:
        read(Path(home), float(rest[0]), *rest[1:])
