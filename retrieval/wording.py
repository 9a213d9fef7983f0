"""How questions are compared with names and phrases: one spelling for each."""

import re
import unicodedata

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


def fold(text: str) -> str:
    """Lower-case `text` with plain quotes and dashes, "&" as "and", and one space between words."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES).lower().replace("&", " and ")
    return re.sub(r"\s+", " ", plain).strip()


def phrase_pattern(phrase: str) -> str:
    """Return a regular expression for a name in folded text: hyphens and apostrophes may be missing."""
    words = re.findall(r"[a-z0-9]+", fold(phrase).replace("'", ""))
    letters = [r"'?".join(word) for word in words]
    return r"(?<![\w-])" + r"[\s,-]+".join(letters) + r"(?!\w)"
