"""One spelling of a text for comparing: what differs between a print and a quotation of it, and nothing else."""

import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"'))
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"\u00ad": None, "\u200b": None, "\ufeff": None})
_SPACE = re.compile(r"\s+")
_HYPHEN_SPACE = re.compile(r"(?<=\w)-\s+(?=\w)")
_WORD = re.compile(r"[£$]?\d+(?:[.,]\d+)*%?|[^\W_]+(?:'[^\W_]+)*")
_POSSESSIVE = re.compile(r"'s?$")

_STOPPED = """
    a about above after again all also am an and any are as at be because been before being below between both but by
    can could did do does doing done down during each few for from further get gets getting got had has have having he
    her here hers him his how i if in into is it its itself just let like made make makes me might more most much must
    my no nor not now of off on once only or other our ours out over own per please pls s same shall she should so some
    such than that the their theirs them then there these they this those through to too under until up upon us very was
    we were what whats what's when where which while who whom whos who's whose why will with would you your
"""
STOP_WORDS = frozenset(_STOPPED.split())


def normalise(text: str) -> str:
    """Return `text` with one kind of space, quotation mark and hyphen; a hyphen at a line's end stays a hyphen."""
    return _SPACE.sub(" ", _HYPHEN_SPACE.sub("-", unify(text))).strip()


def unify(text: str) -> str:
    """Return `text` with one kind of quotation mark and hyphen, and without the invisible ones."""
    return unicodedata.normalize("NFKC", text.translate(_HYPHENS)).translate(_QUOTES)


def words(text: str) -> list[str]:
    """Return the words and numbers of `text` in lower case, possessive endings left out; "1,200" is "1200"."""
    found = _WORD.findall(normalise(text).lower())
    return [word.replace(",", "") if word[-1:] in "0123456789%" else _POSSESSIVE.sub("", word) for word in found]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a rough common form of a word's inflections: plans, planned, planning; never for words of four letters.

    Deliberately cruder than Porter's: it only has to make a question's word meet a report's.
    """
    if word in CROOKED:
        return CROOKED[word]
    if len(word) <= 4 or not word.isalpha():
        return word[:-1] if len(word) == 4 and word.endswith("s") and not word.endswith("ss") else word
    for ending, instead in _ENDINGS:
        shortest = 4 if ending.startswith("ion") else 3
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= shortest:
            word = word[: len(word) - len(ending)] + instead
            break
    doubled = len(word) > 4 and word[-1] == word[-2] and word[-1] in "bdgmnprt"
    return word[:-1] if doubled else word.removesuffix("e")


CROOKED = {"children": "child", "childrens": "child", "people": "person", "families": "famil", "family": "famil"} | {
    "led": "lead",
    **dict.fromkeys(("inspector", "inspectors", "inspected"), "inspect"),
}
"""Words whose common form no ending gives."""
_ENDINGS = (
    ("isations", "is"), ("isation", "is"), ("fulness", "ful"), ("iveness", "iv"), ("ements", ""), ("ement", ""),
    ("ations", "at"), ("ation", "at"), ("ingly", ""), ("ically", "ic"), ("ments", ""), ("ment", ""), ("ness", ""),
    ("ioned", ""), ("ioning", ""), ("ional", ""), ("ioners", ""), ("ions", ""), ("ion", ""), ("ities", "it"),
    ("ity", "it"), ("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""),
    ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ers", "er"), ("ly", ""), ("es", "e"), ("ss", "ss"),
    ("s", ""),
)  # fmt: skip


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order, repeats kept."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]
