"""Inline Markdown and HTML to plain words, and table rows to cells."""

import html
import re

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_BREAK = re.compile(r"<br\s*/?>|</p>|<p\b[^<>]*>|</li>|<li\b[^<>]*>", re.IGNORECASE)
_RAISED = re.compile(r"<sup>\s*(\d{1,3})\s*</sup>|\[\^(\d{1,3})\]:?", re.IGNORECASE)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]*\)")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)?[^\s<>]+[@.][^\s<>]+)>")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_BOLD = re.compile(r"(?:<b>|<strong>|\*\*|__)(.+)(?:</b>|</strong>|\*\*|__)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_CELL_END = re.compile(r"\s*</t[dh]>\s*(?:<t[dh]\b[^<>]*>)?", re.IGNORECASE)

Span = tuple[int, int]


def plain(text: str) -> tuple[str, tuple[Span, ...]]:
    """Return the words of one line, and [start, end) of its footnote markers (`<sup>2</sup>`, `[^2]`)."""
    parts: list[str] = []
    raised: list[Span] = []
    begin, length = 0, 0
    for match in _RAISED.finditer(text):
        words = _words(text[begin : match.start()])
        parts += [words, match[1] or match[2]]
        raised.append((length + len(words), length + len(words) + len(parts[-1])))
        length = raised[-1][1]
        begin = match.end()
    parts.append(_words(text[begin:]))
    joined = "".join(parts)
    lead = len(joined) - len(joined.lstrip())
    return joined.strip(), tuple((start - lead, end - lead) for start, end in raised)


def _words(text: str) -> str:
    text = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
    text = _TAG.sub("", _BREAK.sub(" ", text))
    while (lighter := _EMPHASIS.sub(r"\2", text)) != text:
        text = lighter
    return typographic(html.unescape(_ESCAPE.sub(r"\1", text)))


def typographic(text: str) -> str:
    """Return `text` with the curly quote marks that reports print: exports flatten them."""
    text = re.sub(r"(?<![\w’”.,;:!?)])'(?=\S)", "‘", text).replace("'", "’")
    return re.sub(r'(?<![\w’”.,;:!?)])"(?=\S)', "“", text).replace('"', "”")


def is_bold(text: str) -> bool:
    """Whether the whole of `text` is set in bold."""
    stripped = _TAG.sub(lambda tag: tag[0] if tag[0].lower().strip("</>") in {"b", "strong"} else "", text).strip()
    match = _BOLD.fullmatch(stripped)
    return match is not None and not _BOLD.search(match[1])


def paragraphs(text: str) -> list[str]:
    """Cut `text` at its HTML paragraph and line breaks; empty pieces are left out."""
    return [piece.strip() for piece in _BREAK.split(text) if plain(piece)[0]]


def cells(line: str) -> list[str] | None:
    """Return the cells of a table row (tabs, pipes or HTML), [] for a row of rules, None for what is no row."""
    if "|" in line and _SEPARATOR.fullmatch(line):
        return []
    if _CELL_END.search(line):
        return [cell.strip() for cell in _CELL_END.split(line) if plain(cell)[0]]
    stripped = line.strip()
    if stripped.startswith("|") and stripped.count("|") > 1:
        return [cell.strip() for cell in re.split(r"(?<!\\)\|", stripped.strip("|")) if cell.strip()]
    if "\t" in line.strip("\n").lstrip():
        return [cell.strip() for cell in line.split("\t") if cell.strip()]
    return None
