"""Acronyms within an answer: each is a button that shows what it stands for, on hover, tap or key."""

import re
from collections.abc import Iterable

from retrieval.text.glossary import Explained
from ui.parts.words import escape


def mark_terms(text: str, terms: Iterable[Explained], *, place: str) -> str:
    """Return `text` as HTML in which the first use of each term opens its meaning; `place` is unique on the page.

    A popover needs no script of ours: it opens with a tap or a key, and Escape or a tap elsewhere closes it.
    """
    meanings = {one.term: one.meaning for one in terms}
    if not meanings:
        return escape(text)
    longest_first = sorted(meanings, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?=s?(?!\w))")
    pieces, notes, at = [], [], 0
    for match in pattern.finditer(text):
        meaning = meanings.pop(match[1], None)
        if meaning is None:
            continue
        name, term, title = f"term-{place}-{match.start()}", escape(match[1]), escape(meaning)
        button = f'<button type="button" class="term" popovertarget="{name}" title="{title}">{term}</button>'
        pieces += [escape(text[at : match.start()]), button]
        notes.append(f'<span popover id="{name}" class="meaning"><b>{term}</b>: {title}</span>')
        at = match.end(1)
    return "".join([*pieces, escape(text[at:]), *notes])
