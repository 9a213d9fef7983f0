"""The name people call an authority by, from the name that a report prints."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_BODY = r"(?:children['’]?s(?: social care)? services|children and families|services|local authority|area)"
_BOARD = r"(?:local )?safeguarding children(?:['’]?s)? (?:board|partnership)"
_AFTER = re.compile(rf"[\s,]+(?:{_BODY}|{_BOARD})$", re.IGNORECASE)
_COUNCIL = re.compile(
    r"[\s,]+(?:(?:metropolitan|district|borough|city|county|unitary)\s+)*(?:council|corporation|MBC|MDC)$",
    re.IGNORECASE,
)
_TYPE = re.compile(r"(?:\s+(?:metropolitan|district|borough|city|county|unitary))+$", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:the\s+)?(?:(?:london|royal|metropolitan)\s+borough|borough|city|county|council)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)
LONGEST_ACRONYM = 5
"""Letters of a name in capitals that may be an abbreviation; a longer one is a name set in capitals."""
_SMALL = re.compile(r"(?<=[ -])(?:And|Of|Upon|On|With|The|In|By|Le)(?=[ -])")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Authority:
    """`name` is what people say ("Surrey"); `aliases` are other names in use, the council's full name among them."""

    name: str
    aliases: tuple[str, ...]


def identify(printed: str) -> Authority:
    """Return the authority that `printed` names: a known one, else what is left without "Council", "City of" …

    Whole names are compared, so Nottingham is never taken for Nottinghamshire.
    """
    whole = _ARTICLE.sub("", re.sub(r"\s+", " ", printed).strip(" .,:"))
    while (shorter := _AFTER.sub("", whole)) != whole:
        whole = shorter
    core = _BEFORE.sub("", _COUNCIL.sub("", whole)) or whole
    if core.isupper() and len(core) > LONGEST_ACRONYM:
        core = _SMALL.sub(lambda found: found[0].lower(), core.title()).replace("’S", "’s").replace("'S", "'s")
    known = known_authorities()
    names = (whole, core, _TYPE.sub("", core))
    authority = next((known[fold(name)] for name in names if fold(name) in known), None)
    authority = authority or Authority(core, (f"{core} Council",))
    return Authority(authority.name, _others(authority.name, (*authority.aliases, whole)))


def known_authorities() -> dict[str, Authority]:
    """Return the known English authorities by every folded name of theirs."""
    return _read()


@cache
def _read() -> dict[str, Authority]:
    rows = tomllib.loads(files(__package__).joinpath("authorities.toml").read_text(encoding="utf-8"))
    index = {}
    for name, row in rows.items():
        authority = Authority(name, _others(name, (row["council"], *row.get("aliases", ()), f"{name} Council")))
        for known_as in (name, *authority.aliases):
            index[fold(known_as)] = authority
    return index


def fold(name: str) -> str:
    """Return `name` for comparison: case, hyphens, full stops and "&" apart."""
    return _NOT_LETTERS.sub(" ", name.lower().replace("&", " and ")).strip()


def _others(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(names) if one != name)
