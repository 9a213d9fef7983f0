"""The real reports, read once for all tests of this folder."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import IngestError
from ingest.files.pdf import read_pdf
from ingest.models import ParsedReport
from ingest.pipeline import build_report


def _read(path: Path) -> Document | None:
    try:
        return read_pdf(path)
    except IngestError:
        return None


@pytest.fixture(scope="session")
def real_documents(reports_folder: Path) -> dict[str, Document]:
    """Every real PDF that can be read, by its key; about 20 seconds on two cores."""
    paths = sorted(reports_folder.glob("*.pdf"))
    with ProcessPoolExecutor(2) as pool:
        found = zip(paths, pool.map(_read, paths), strict=True)
        return {path.stem: document for path, document in found if document is not None}


@pytest.fixture(scope="session")
def parsed_reports(real_documents: dict[str, Document], reports_folder: Path) -> dict[str, ParsedReport]:
    """What is made of each of them."""
    return {key: build_report(document, reports_folder / f"{key}.pdf") for key, document in real_documents.items()}
