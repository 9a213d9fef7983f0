"""Receipts of answers."""

from pathlib import Path

import pytest

from retrieval.library.library import Library
from retrieval.store.receipts import UnknownReceipt


def test_receipt_is_kept_and_raises_no_generation(tmp_path: Path) -> None:
    with Library.open(tmp_path, None, create=True) as library:
        saved = library.receipts.save(
            "What of “adoption”?", {"outcome": "answered", "text": "Good."}, generation=3, settings={"model": None}
        )
        assert library.generation == 0
    with Library.open(tmp_path, None) as library:
        assert library.receipts.load(saved.id) == saved


def test_receipt_takes_the_id_it_is_given(tmp_path: Path) -> None:
    with Library.open(tmp_path, None, create=True) as library:
        library.receipts.save("q", {}, generation=0, settings={}, receipt_id="abc123")
        assert library.receipts.load("abc123").question == "q"


def test_unknown_receipt_says_so(tmp_path: Path) -> None:
    with Library.open(tmp_path, None, create=True) as library, pytest.raises(UnknownReceipt, match="'nope'"):
        library.receipts.load("nope")
