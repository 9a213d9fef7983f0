"""Kinds of reports as data: what a wrong profile is told, and that the shipped ones are right."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.errors import ProfileError
from ingest.kinds import loader
from ingest.kinds.profile import Profile

FIRST = """
id = "first"
name = "first inspection"
family = "firsts"
default = true

[[recognise.titles]]
pattern = '''first\\s+inspection\\s+of\\s+(?P<subject>[^.]{2,60})'''
"""


def written(folder: Path, **files: str) -> Mapping[str, Profile]:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return loader.load(folder)


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ('colour = "red"', r"^first\.toml, line 9: colour is no field of a profile\.$"),
        ("[sections]\nweakness = ['^Bad$']", r"^first\.toml, line 10: sections\.weakness is none of 'summary'"),
        ("[sections]\nimprove = ['^(Bad$']", r"^first\.toml, line 10: sections\.improve\.0: the pattern .* is broken"),
        ('[outcome]\nform = "stars"', r"^first\.toml, line 10: outcome\.form is none of \"children's services\""),
        ("[outcome", r"^first\.toml is no TOML file: .*line 9"),
    ],
    ids=["unknown field", "unknown role", "broken pattern", "unknown form", "broken file"],
)
def test_a_wrong_profile_is_told_its_file_and_line(added: str, said: str, tmp_path: Path) -> None:
    top, rest = (f"{added}\n", "") if added.startswith("colour") else ("", f"{added}\n")
    text = f"{top}{FIRST}{rest}" if top else f"{FIRST.rstrip()}\n{rest}"
    with pytest.raises(ProfileError, match=said.replace("line 9: colour", "line 1: colour")):
        written(tmp_path, first=text)


def test_two_profiles_cannot_claim_one_title(tmp_path: Path) -> None:
    second = FIRST.replace('id = "first"', 'id = "second"').replace("default = true\n", "")
    with pytest.raises(ProfileError, match=r"^second\.toml, line 7: first\.toml claims the title 'first"):
        written(tmp_path, first=FIRST, second=second)


def test_two_profiles_cannot_be_one_kind(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"^second\.toml, line 2: first\.toml claims the id 'first', too\.$"):
        written(tmp_path, first=FIRST, second=FIRST)


def test_just_one_kind_is_the_default(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="Just one profile must say `default = true`; no file does"):
        written(tmp_path, first=FIRST.replace("default = true", ""))


def test_a_kind_is_one_file(tmp_path: Path) -> None:
    known = written(tmp_path, first=FIRST)
    assert [(one.id, one.called, one.family) for one in known.values()] == [("first", "first inspection", "firsts")]


def test_what_no_profile_knows_is_another_kind() -> None:
    assert loader.profile_of("of a later version") is loader.OTHER


@pytest.mark.parametrize("kind", loader.profiles())
def test_a_shipped_profile_is_whole(kind: str) -> None:
    profile = loader.profile_of(kind)
    assert kind == next(file.stem for file in loader.FOLDER.glob(f"{kind}.toml"))
    assert profile.inspectorates
    assert profile.recognise.titles
    assert profile.asked_as.strong
    words = (*profile.asked_as.strong, *profile.asked_as.weak)
    assert all(word == word.strip() and word.islower() for word in words)


def test_no_strong_word_names_two_kinds() -> None:
    named: dict[str, str] = {}
    for kind, _, _, words in loader.asked_as():
        for word in words.strong:
            assert named.setdefault(word, kind) == kind
