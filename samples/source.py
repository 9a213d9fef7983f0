"""The samples' own source format: one block a line, its kind told by how the line begins.

    authority: Wendshire           fields, up to the first empty line
    # Heading    ## …    ### …     headings (the first one is the report's title)
    #! Subtitle                    a line under the title
    @ Report published: …          a detail of the cover;  @@ the same in plain type
    || Judgement | Grade           the heading of the judgement table
    | Area | Good                  a row of it;  "| | Area | Good" is indented
    = Inadequate                   the grade under a section's heading
    19. Text                       a numbered paragraph, its number as printed
    - bullet    "  - " nested
    ^1 Text                        a footnote;  "word^1" marks it
    ---                            a new page
    @contents                      the table of contents

Inside a text, `//` ends the printed line there and `~` allows a word to be broken there: slips that real reports have.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

Kind = Literal[
    "heading", "subtitle", "detail", "plain_detail", "table_head", "row", "grade", "numbered", "bullet", "text",
    "page", "contents",
]  # fmt: skip

_NUMBERED = re.compile(r"(\d+\.?) (.+)")
_FOOTNOTE = re.compile(r"\^(\d) (.+)")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a source. `level` is 1-3 for headings, 0-1 for bullets and rows (1: indented)."""

    kind: Kind
    text: str = ""
    level: int = 0
    mark: str = ""
    """The printed number of a numbered paragraph ("19.", or "57" where the full stop was forgotten), a row's grade."""


@dataclass(frozen=True, slots=True)
class Source:
    """One sample as it was written."""

    stem: str
    framework: str
    header: tuple[str, ...]
    """Lines of the running header, none in the older shape."""
    title: str
    published: date
    footer: str
    blocks: tuple[Block, ...]
    footnotes: dict[str, str]


def read_source(path: Path) -> Source:
    """Read a source file; raises ValueError with the line that cannot be read."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = {name: value.strip() for name, _, value in (line.partition(":") for line in head.splitlines())}
    lines = [line for line in body.splitlines() if line.strip()]
    footnotes = {found[1]: found[2] for line in lines if (found := _FOOTNOTE.fullmatch(line))}
    blocks = tuple(_block(line) for line in lines if not _FOOTNOTE.fullmatch(line))
    return Source(
        stem=path.stem,
        framework=fields["framework"],
        header=tuple(filter(None, fields["header"].split("|"))),
        title=fields["title"],
        published=date.fromisoformat(fields["published"]),
        footer=fields["footer"],
        blocks=blocks,
        footnotes=footnotes,
    )


def _block(line: str) -> Block:
    opening, _, text = line.strip().partition(" ")
    if line == "---":
        return Block("page")
    if line == "@contents":
        return Block("contents")
    if opening in {"#", "##", "###"}:
        return Block("heading", text, level=len(opening))
    if opening in {"|", "||"}:
        return _row(opening, text)
    if opening == "-":
        return Block("bullet", text, level=int(line.startswith("  ")))
    if opening in (kinds := _BY_OPENING):
        return Block(kinds[opening], text)
    if numbered := _NUMBERED.fullmatch(line):
        return Block("numbered", numbered[2], mark=numbered[1])
    if not opening[0].isalpha() and opening[0] not in "‘“":
        raise ValueError(f"A sample's line begins in no known way: {line[:60]!r}")
    return Block("text", line)


_BY_OPENING: dict[str, Kind] = {"#!": "subtitle", "@": "detail", "@@": "plain_detail", "=": "grade"}


def _row(opening: str, text: str) -> Block:
    indented = text.startswith("| ")
    area, _, grade = text.removeprefix("| ").rpartition(" | ")
    return Block("table_head" if opening == "||" else "row", area, level=int(indented), mark=grade)
