"""Parts of England and kinds of council stand for their authorities."""

import tomllib
from importlib.resources import files

import pytest

from ingest.facts.authorities import known_authorities
from retrieval.reports.regions import find_region


@pytest.mark.parametrize(
    ("words", "inside", "outside"),
    [
        ("rank the london boroughs by grade", "Camden", "Leeds"),
        ("who in yorkshire is good", "Hull", "Durham"),
        ("south yorkshire only", "Doncaster", "Leeds"),
        ("any metropolitan boroughs in the west midlands", "Dudley", "Shropshire"),
        ("unitary and county councils with a good", "Torbay", "Leeds"),
        ("shire counties", "Surrey", "Torbay"),
    ],
)
def test_a_region_names_its_authorities(words: str, inside: str, outside: str) -> None:
    region = find_region(words)
    assert region is not None
    assert inside in region.authorities
    assert outside not in region.authorities


@pytest.mark.parametrize("words", ["which councils are good", "the accounting of them", "help meted out"])
def test_other_words_name_none(words: str) -> None:
    assert find_region(words) is None


def test_every_authority_of_a_region_is_known() -> None:
    data = tomllib.loads(files("retrieval.reports").joinpath("regions.toml").read_text(encoding="utf-8"))
    named = {name for rows in data.values() for row in rows.values() for name in row["authorities"]}
    known = {one.name for one in known_authorities().values()}
    assert named <= known
    placed = {name for row in data["places"].values() for name in row["authorities"]}
    assert known <= placed
