"""Keep a library as this version writes it, to be migrated by every later one: `python -m tests.data.make_library`.

Run it once for each new version of the tables, before anything of that version is released, and commit the file.
"""

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

from retrieval.library.library import Library
from retrieval.store import schema
from retrieval.store.database import FILE_NAME
from tests.factories import make_parsed, write_source
from tests.fakes import FakeEmbedder

FOLDER = Path(__file__).resolve().parent


def kept(version: int) -> Path:
    """Return where the library of a version of the tables is kept."""
    return FOLDER / f"library-{version}.sqlite3.gz"


def main() -> None:
    """Write a library that holds one invented report and one receipt."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with Library.open(home, FakeEmbedder(), create=True) as library:
            library.add(*write_source(Path(folder), make_parsed()))
            library.receipts.save("q", {"text": "a"}, generation=1, settings={}, receipt_id="0123456789ab")
            library._database.snapshot(home / "copy")
        kept(schema.VERSION).write_bytes(gzip.compress((home / "copy").read_bytes(), mtime=0))
        print(f"{kept(schema.VERSION)}, from {FILE_NAME}")


if __name__ == "__main__":
    main()
