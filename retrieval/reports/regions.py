"""Parts of England and kinds of council named in a question ("the London boroughs", "counties in the South West")."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.facts.authorities import known_authorities


@dataclass(frozen=True, slots=True)
class Region:
    """The authorities meant, and the words that named them."""

    authorities: frozenset[str]
    words: tuple[str, ...]


def find_region(folded: str) -> Region | None:
    """Return what the regions and kinds of council named in a folded text have in common; None where none is named.

    Two of one sort are added up ("unitary and county councils"), a place and a kind narrow each other.
    """
    found: list[frozenset[str]] = []
    spoken: list[str] = []
    rest = folded
    for sort in ("places", "kinds"):
        of_sort: set[str] = set()
        # A word is used once, by the smaller place: "South Yorkshire" is no word for all of Yorkshire.
        for pattern, authorities in _read()[sort]:
            for match in reversed(list(pattern.finditer(rest))):
                rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
                of_sort |= authorities
                spoken.append(match[0].removeprefix("the "))
        found += [frozenset(of_sort)] if of_sort else []
    return Region(frozenset.intersection(*found), tuple(spoken)) if found else None


@cache
def _read() -> dict[str, list[tuple[re.Pattern[str], frozenset[str]]]]:
    data = tomllib.loads(files(__package__).joinpath("regions.toml").read_text(encoding="utf-8"))
    everyone = {one.name for one in known_authorities().values()}
    others = {name for row in data["kinds"].values() for name in row["authorities"]}
    unitary = everyone - others - set(data["places"]["london"]["authorities"])
    read: dict[str, list[tuple[re.Pattern[str], frozenset[str]]]] = {}
    for sort, rows in data.items():
        read[sort] = [
            (re.compile(rf"\b(?:{'|'.join(row['words'])})\b"), frozenset(row["authorities"] or unitary))
            for row in rows.values()
        ]
    return read
