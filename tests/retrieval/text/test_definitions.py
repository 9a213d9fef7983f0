"""Every term of the glossary is sound, and found as people write it."""

import tomllib
from importlib.resources import files

import pytest

from retrieval.text.definitions import define


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("lado", "LADO"),
        ("PAs", "PA"),
        ("looked-after child", "LAC"),
        ("strategy discussions", "strategy discussion"),
        ("ASYE year", "ASYE"),
        ("signs fo saftey", "Signs of Safety"),
        ("contract", None),
        ("DfE priority LA", None),
        ("breakfast", None),
    ],
)
def test_found_as_written(term: str, name: str | None) -> None:
    found = define(term)
    assert (found.name if found else None) == name


def test_a_report_explains_what_the_glossary_lacks() -> None:
    found = define("XYZ", [("XYZ", "extra young zebras")])
    assert found is not None
    assert (found.stands_for, found.meaning) == (("extra young zebras",), "")


def test_the_data_is_sound() -> None:
    terms = tomllib.loads(files("retrieval.text").joinpath("definitions.toml").read_text(encoding="utf-8"))["terms"]
    assert len(terms) > 200
    faulty = [name for name, meaning in terms.items() if meaning != meaning.strip(" .") or len(meaning) > 200]
    assert not faulty
    acronyms = [name for name in terms if " " not in name and sum(letter.isupper() for letter in name) > 1]
    assert [name for name in acronyms if not (found := define(name)) or not found.stands_for] == []
