"""Escapes and controls of a report, a file name or a model reach no terminal, file or reader (B14, B15, B18, B23)."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from commands import console
from conversations import word
from masking import mask_values, printable
from retrieval.checking.active_content import is_active
from retrieval.library.library import Library
from settings import Settings, SettingsError, secret_values
from tests.conftest import ROOT
from tests.factories import make_parsed, write_source
from tests.fakes import FakeEmbedder

HOSTILE = {
    "title of the terminal": "\x1b]0;owned\x07visits",
    "colour": "\x1b[31mvisits\x1b[0m",
    "one byte escape": "\x9b31mvisits",
    "null": "vis\x00its",
    "backspace": "weekly\b\b\b\b\b\bnever",
    "delete": "vis\x7fits",
    "turned round": "\u202evisits\u202c",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_statement_and_no_line_carries_them(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert is_active(text)
    console.say(text)
    console.print_paragraph(text)
    console.print_table(["a"], [[text]])
    console.print_json({"text": text})
    printed = "".join(capsys.readouterr())
    assert not [letter for letter in printed if (letter < " " and letter != "\n") or "\x7f" <= letter <= "\x9f"]
    assert "\u202e" not in printed


def test_what_may_stand_stays() -> None:
    assert printable("Naïve café – “quoted”\n\tHe said 5 % 😀") == "Naïve café – “quoted”\n\tHe said 5 % 😀"
    assert printable("half \ud835") == "half ?"


@pytest.mark.parametrize("letter", ["\ufffe", "\uffff", "\x0b", "\ud835", "\x85", "\x00"])
def test_a_word_document_holds_what_xml_allows(letter: str) -> None:
    document = Document()
    document.add_paragraph(word._printable(f"a{letter}b"))
    document.save(BytesIO())
    assert document.paragraphs[0].text == "ab"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no such names")
def test_a_file_name_that_is_no_text_is_read_and_the_folder_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    sample = (ROOT / "samples" / "kelmouth_2024-03-28.pdf").read_bytes()
    Path(os.fsdecode(os.fsencode(folder) + b"/report\xff\x1b[31m.pdf")).write_bytes(sample)
    (folder / "wendshire.pdf").write_bytes((ROOT / "samples" / "wendshire_2023-12-04.pdf").read_bytes())
    environment = os.environ | {"INSPECTION_QA_HOME": str(tmp_path / "home"), "LANG": "C", "PYTHONUTF8": "0"}
    ran = subprocess.run(
        [sys.executable, "-m", "cli", "ingest", str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert b"The library holds 2 reports." in ran.stderr
    assert b"\x1b" not in ran.stderr


def test_a_question_that_is_no_text_is_kept_as_far_as_it_is(tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", FakeEmbedder(), create=True) as library:
        library.add(*write_source(tmp_path, make_parsed()))
        receipt = library.receipts.save("half \udcff", {"text": "half \udcff"}, generation=1, settings={})
        assert library.receipts.load(receipt.id).answer == {"text": "half ?"}


def test_a_home_of_nobody_is_a_setting_that_cannot_be_used() -> None:
    with pytest.raises(SettingsError, match="INSPECTION_QA_HOME"):
        Settings.from_environment({"INSPECTION_QA_HOME": "~nobody-of-this-name/x"})


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("OPENAI_API_KEY", "a1b2c3d4e5f6", True),
        ("HF_TOKEN", "hf_abcdefghijkl", True),
        ("DB_PASSWORD", "correct-Horse7", True),
        ("HOTKEY", "children", False),
        ("MONKEY_NAME", "statements", False),
        ("SHORTCUT_KEY", "children", False),
        ("SHORTCUT_KEY", "social workers", False),
    ],
)
def test_words_are_no_secrets(name: str, value: str, secret: bool) -> None:
    assert (value in secret_values({name: value})) is secret


def test_masking_leaves_the_marks_of_a_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_API_KEY", "standalone_question")
    assert mask_values({"standalone_question": ["standalone_question", 1, None]}) == {
        "standalone_question": ["***", 1, None]
    }
