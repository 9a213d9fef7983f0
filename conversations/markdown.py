"""A transcript as Markdown with footnotes. Nothing in it can become a picture, a link or a heading of its own."""

import re
from collections.abc import Iterator

from conversations.transcript import TITLE, Sentence, Transcript

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~])|^(\s*)([#+-]|\d+[.)])(?=\s)|(!)(?=\[)", re.MULTILINE)
_ADDRESS = re.compile(r"(?i)\b(https?|ftp)(?=://)|\b(www)(?=\.)")


def write_markdown(transcript: Transcript) -> str:
    """Return the transcript as a Markdown document."""
    return "\n".join(_lines(transcript)).strip() + "\n"


def _lines(transcript: Transcript) -> Iterator[str]:
    yield from (f"# {TITLE}", "", f"Made on {transcript.made}.", "")
    for entry in transcript.entries:
        yield from (f"## {_plain(entry.question)}", "")
        yield from (f"**{entry.outcome}**", "")
        if entry.understood:
            yield from (f"Understood as: {_plain(entry.understood)}", "")
        if entry.opening:
            yield from (_plain(entry.opening), "")
        for section in entry.sections:
            yield from (f"### {_plain(section.report)}", "")
            for sentence in section.sentences:
                yield from (_sentence(sentence), "")
            if section.figures:
                yield from (f"*{_plain(section.figures)}*", "")
        for remark in entry.remarks:
            yield from (f"*Note: {_plain(remark)}*", "")
        if entry.nearest:
            yield from ("The nearest passages, which do not answer it:", "")
            yield from (*(f"- {_plain(one)}" for one in entry.nearest), "")
        yield from (f"*{_plain(entry.circumstances)}*", "")
    yield from _list("Sources consulted", transcript.sources)
    yield from _list("What was not found", transcript.not_found)
    yield from ("---", "", _plain(transcript.licence), "")
    yield from (f"[^{number}]: {_plain(text)}" for number, text in enumerate(transcript.footnotes, 1))


def _sentence(sentence: Sentence) -> str:
    marks = "".join(f"[^{number}]" for number in sentence.footnotes)
    aside = f" ({sentence.aside})" if sentence.aside else ""
    return f"{_plain(sentence.text)}{aside}{marks}"


def _list(title: str, items: tuple[str, ...]) -> Iterator[str]:
    if items:
        yield from (f"## {title}", "", *(f"- {_plain(one)}" for one in items), "")


def _plain(text: str) -> str:
    """Return other people's words so that Markdown shows exactly them, on one line."""
    joined = " ".join(text.split())
    escaped = _SPECIAL.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3] or found[4]}", joined)
    return _ADDRESS.sub(lambda found: f"{found.group()}\N{ZERO WIDTH NON-JOINER}", escaped)
