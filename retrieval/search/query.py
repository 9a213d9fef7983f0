"""A question in every form that it is searched by."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from retrieval.question.intent import Intent, read_intent
from retrieval.text.glossary import expand, reword, spell_out
from retrieval.text.normalise import words
from retrieval.vectors.encoding import EncodedQuery


@dataclass(frozen=True, slots=True)
class Query:
    """A question, read once."""

    text: str
    intent: Intent
    words: tuple[str, ...]
    """Its own words, for the keyword search."""
    additions: tuple[str, ...]
    """What the glossary adds: long forms of acronyms, official words for everyday ones."""
    encoded: tuple[EncodedQuery, ...]
    """As asked, with its acronyms spelt out (the model has never met most of them), and in other words for the same."""


def read_query(text: str, encode: Callable[[str], EncodedQuery], learnt: Iterable[tuple[str, str]] = ()) -> Query:
    """Read a question; `learnt` are the (short, long) acronyms of the reports in scope."""
    expansion = expand(text, learnt)
    spelt_out = spell_out(text, expansion.explained)
    return Query(
        text=text,
        intent=read_intent(text),
        words=tuple(words(text)),
        additions=tuple(addition.text for addition in expansion.terms),
        encoded=tuple(encode(form) for form in dict.fromkeys((text, spelt_out, reword(spelt_out)))),
    )
