"""What converters write into an export besides its text: page breaks, comments, marks of pictures, a head."""

import re

PAGE = "\f"
"""Begins a page."""
ASIDE = "\x1a"
"""Opens a line that is no text of the report: the reason why, this mark again, its words."""

_HEAD = re.compile(r"\A\s*(---|\+\+\+)\n(?=\s*\w[\w -]*\s*[:=])(.*?)\n\1\s*(?:\n|\Z)", re.DOTALL)
_BREAK = re.compile(
    r"^[ \t]*(?:<!--\s*page\s*break\s*-->|\\(?:newpage|pagebreak)|\{\d+\}-{5,}"
    r"|<div[^<>]*page-break[^<>]*>\s*(?:</div>)?|<!--\s*(?:begin|start of)?\s*page\s*:?\s*\d+\s*-->"
    r"|\[page\s+\d+\]|-{3,}\s*page\s+\d+(?:\s+of\s+\d+)?\s*-{3,})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_TOLD = re.compile(r"<!--\s*Page(Header|Footer|Number)\s*=\s*\"?(.*?)\"?\s*-->", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_PICTURE = re.compile(
    r"^[ \t]*(?:!\[[^\]\n]*\]\([^)\n]*\)(?:\{[^}\n]*\})?|(?:\*\*)?==>\s*picture\b.*?<==(?:\*\*)?|<img\b[^<>]*>"
    r"|\[image\])[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FENCE = re.compile(r"^[ \t]*:{3,}[ \t]*(?:\{[^}\n]*\}|[\w-]*)[ \t]*:*[ \t]*$", re.MULTILINE)
_ANCHOR = re.compile(r"\[\]\{#[^}\n]*\}|<a\s+(?:id|name)=[^<>]*>\s*</a>|<span\s+id=[^<>]*>\s*</span>", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"(?<=\])\{[.#][^}\n]*\}|(?<=\S)[ \t]+\{[.#][^}\n]*\}(?=[ \t]*$)", re.MULTILINE)
_TOLD_AS = {"header": "running header", "footer": "running footer", "number": "page number"}


def mark_asides(text: str) -> str:
    """Return `text` with its page breaks as `PAGE`, and what is no text of the report on lines opened by `ASIDE`."""
    text = _HEAD.sub(lambda found: _aside("front matter", found[2]), text)
    text = _BREAK.sub(PAGE, text)
    text = _TOLD.sub(lambda found: _aside(_TOLD_AS[found[1].lower()], found[2]), text)
    text = _COMMENT.sub(lambda found: _aside("picture", found[1]), text)
    text = _PICTURE.sub(lambda found: _aside("picture", found[0]), text)
    text = _ATTRIBUTES.sub("", _ANCHOR.sub("", _FENCE.sub("", text)))
    return re.sub(rf"\A(?:\s|{PAGE})*{PAGE}", "", text) if text.lstrip(" \n").startswith(PAGE) else text


def _aside(reason: str, words: str) -> str:
    return f"\n\n{ASIDE}{reason}{ASIDE}{' '.join(words.split())}\n\n"


def read_aside(line: str) -> tuple[str, str] | None:
    """Return why a line is no text, and its words; None for a line of the report."""
    parts = line.strip().split(ASIDE)
    return (parts[1], parts[2]) if len(parts) == 3 and not parts[0] else None
