"""How questions are compared with names and phrases: one spelling for each."""

import re
from functools import cache

from retrieval.text.normalise import unify


def fold(text: str) -> str:
    """Lower-case `text` with plain quotes and dashes, "&" as "and", and one space between words."""
    return re.sub(r"\s+", " ", unify(text).lower().replace("&", " and ")).strip()


def phrase_pattern(phrase: str) -> str:
    """Return a regular expression for a name in folded text: hyphens and apostrophes may be missing."""
    words = re.findall(r"[a-z0-9]+", fold(phrase).replace("'", ""))
    letters = [r"'?".join(word) for word in words]
    return r"(?<![\w-])" + r"[\s,-]+".join(letters) + r"(?!\w)"


@cache
def first_letters(phrase: str) -> str:
    """Return what every spelling of a phrase begins with, in folded text without apostrophes.

    Looked for first, it spares most phrases their pattern, which takes longer to compile than to search with.
    """
    return next(iter(re.findall(r"[a-z0-9]+", fold(phrase).replace("'", ""))), "")
