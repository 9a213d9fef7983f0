"""The kinds of reports that are known: one profile a file in `profiles/`, all checked before the first is used."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ingest.errors import ProfileError
from ingest.kinds.profile import AskedAs, Profile

FOLDER = Path(__file__).resolve().parent / "profiles"
_NAME = r"(?P<name>(?-i:[A-Z])[\w’'-]+(?:[ ](?-i:[A-Z])[\w’'-]+){1,3}?)"
OTHER = Profile.model_validate(
    {
        "id": "other",
        "name": "report of another kind",
        "called": "report",
        "family": "other",
        "status": "unverified",
        "lead": [rf"\blead\s+inspector\s*:\s*{_NAME}$", rf"^{_NAME},?\s+lead\s+inspector"],
    }
)
"""A report that an inspectorate published and no profile knows."""


@cache
def profiles() -> Mapping[str, Profile]:
    """Return every profile by its id, in the order of the files' names; raises ProfileError."""
    return load(FOLDER)


def profile_of(kind: str) -> Profile:
    """Return the profile of a report's kind; of one that this program does not know, as of any other report."""
    return profiles().get(kind, OTHER)


def default() -> Profile:
    """Return the kind that a question without a word for a kind means."""
    return next(one for one in profiles().values() if one.default)


def is_usual(kind: str) -> bool:
    """Whether a kind belongs to the family of the default one, whose grades are on one scale."""
    return profile_of(kind).family == default().family


def asked_as() -> tuple[tuple[str, str, str, AskedAs], ...]:
    """Return (id, name, family, words in which people ask for it) of each kind."""
    return tuple((one.id, one.name, one.family, one.asked_as) for one in profiles().values())


def load(folder: Path) -> Mapping[str, Profile]:
    """Read the profiles of a folder; raises ProfileError, which names the file and the line."""
    files = sorted(folder.glob("*.toml"))
    read = {file: _read(file) for file in files}
    _check_together(read)
    return {profile.id: profile for profile in read.values()}


def _read(file: Path) -> Profile:
    text = file.read_text(encoding="utf-8")
    try:
        return Profile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{file.name} is no TOML file: {error}.", remedy=_MEND) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ProfileError(f"{file.name}, line {_line(text, first)}: {_reason(first)}.", remedy=_MEND) from error


_MEND = "Mend the file; docs/kinds.md describes each of its fields."


def _reason(error: ErrorDetails) -> str:
    field = ".".join(str(part) for part in error["loc"] if part != "[key]") or "the file"
    match error["type"]:
        case "extra_forbidden":
            return f"{field} is no field of a profile"
        case "missing":
            return f"{field} is missing"
        case "literal_error":
            return f"{field} is none of {error.get('ctx', {}).get('expected', '')}"
        case _:
            return f"{field}: {error['msg'].removeprefix('Value error, ')}"


def _line(text: str, error: ErrorDetails) -> int:
    """Return the line of a value that is wrong: where it is printed, else its key, else the first."""
    lines = text.splitlines()
    keys = [str(part) for part in error["loc"] if isinstance(part, str) and part != "[key]"]
    for wanted in (error["input"], *reversed(keys)):
        if isinstance(wanted, str) and wanted:
            for number, line in enumerate(lines, start=1):
                if wanted in line:
                    return number
    return 1


def _check_together(read: Mapping[Path, Profile]) -> None:
    """Raise ProfileError where two files claim one id or title, or not just one kind is the default."""
    claimed: dict[str, Path] = {}
    for file, profile in read.items():
        for claim, what in _claims(profile):
            if claim in claimed:
                lines = file.read_text(encoding="utf-8").splitlines()
                place = f"{file.name}, line {next((at for at, line in enumerate(lines, start=1) if claim in line), 1)}"
                raise ProfileError(f"{place}: {claimed[claim].name} claims the {what} {claim!r}, too.", remedy=_MEND)
            claimed[claim] = file
    if read and [one.default for one in read.values()].count(True) != 1:
        names = ", ".join(file.name for file, one in read.items() if one.default) or "no file"
        raise ProfileError(f"Just one profile must say `default = true`; {names} does.", remedy=_MEND)


def _claims(profile: Profile) -> Iterable[tuple[str, str]]:
    yield profile.id, "id"
    for title in profile.recognise.titles:
        yield title.pattern.pattern, "title"
