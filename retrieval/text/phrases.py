"""Where a text prints a phrase: in every inflection of its words, or word for word. Offsets are those of the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from retrieval.text.normalise import STOP_WORDS, unify
from retrieval.text.roots import forms_of, root

_TOKEN = re.compile(r"[£$€]?\d+(?:[.,]\d+)*%?|[^\W_]+(?:['’\u00ad\u200b][^\W_]+)*|&")
_GAP = re.compile(r"[\s,/()\[\]'\"‘’‚‛“”„«»‐‑‒–—―−\u00ad\u200b\ufeff-]*")
"""What may stand between two words of a phrase: anything but the end of a sentence or of a clause."""
_LOOSE_GAP = re.compile(r"[\W_]*")
_ELLIPSIS = re.compile(r"\s*\[?\s*(?:…|\.\s?\.\s?\.)\s*\]?\s*")
_ARTICLES = frozenset({"a", "an", "the"})
_OPENING = 4
"""Letters that a word is looked for by, as it may go on after a space ("Mocking Bird")."""
_JOINED = 6
"""Letters from which a word may be printed as two, and two as one."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: [start, end) there, in lower case with plain apostrophes."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a phrase stands in a text; `form` is how it is printed there, in lower case."""

    start: int
    end: int
    form: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for. `capitals` takes an abbreviation only as one: "PA" or "PAs", never "pa"."""

    text: str
    words: tuple[str, ...]
    roots: tuple[str, ...]
    abbreviation: bool = False
    capitals: bool = False


def read_words(text: str) -> list[Word]:
    """Return the words and numbers of a text in order; a possessive is one with its word."""
    return [_word(match) for match in _TOKEN.finditer(text)]


def read_phrase(text: str, *, abbreviation: bool = False, capitals: bool = False) -> Phrase:
    """Return a phrase to look for, an article at its beginning left out."""
    words = [one.text for one in read_words(text)]
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    roots = words if capitals else map(root_of, words)
    return Phrase(text.strip(), tuple(words), tuple(roots), abbreviation, capitals)


def root_of(word: str) -> str:
    """Return the root of a word as `read_words` gives it; a possessive's is that of its word."""
    plain = re.sub(r"'s?$", "", word)
    return "and" if plain == "&" else root(plain.replace(",", "") if plain[-1:] in "0123456789%" else plain)


def openings(phrase: Phrase) -> tuple[tuple[str, ...], ...]:
    """Return the groups of letters of which a text must hold one, whole, to print the phrase; () without a word.

    In small letters, to be compared without regard to case.
    """
    told = [one for one in phrase.roots if one not in STOP_WORDS] or phrase.roots
    # The longest first: most texts are passed over at the first letters that they lack.
    groups = product(*map(_word_openings, told)) if told else ()
    return tuple(tuple(sorted(dict.fromkeys(group), key=len, reverse=True)) for group in groups)


def find_phrase(phrase: Phrase, text: str) -> list[Occurrence]:
    """Find a phrase in all inflections of its words; none overlaps another."""
    found: list[Occurrence] = []
    for start in _starts(phrase, text):
        if found and start < found[-1].end:
            continue
        end = _end_of(phrase, text, start)
        if end is not None:
            found.append(Occurrence(start, end, _form(text[start:end])))
    return found


def find_exactly(quotation: str, text: str) -> tuple[int, int] | None:
    """Return where a text prints a quotation word for word; an ellipsis in it matches whatever stands between.

    Case, space, punctuation, quotation marks, hyphens and apostrophes count for nothing.
    """
    parts = [[one.text for one in read_words(part)] for part in _ELLIPSIS.split(quotation)]
    wanted = [_bare(part) for part in parts if part]
    # Most texts lack a word of it: seen so, they need not be taken apart.
    letters = unify(text).lower().replace("'", "")
    if not all(piece in letters for part in wanted for word in part for piece in re.findall(r"[^\W\d_]+", word)):
        return None
    printed = read_words(text)
    spelt = _bare([one.text for one in printed])
    start = at = 0
    for number, part in enumerate(wanted):
        found = _run_at(part, spelt, at)
        if found is None:
            return None
        start = found if number == 0 else start
        at = found + len(part)
    return (printed[start].start, printed[at - 1].end) if wanted else None


def _run_at(run: Sequence[str], words: Sequence[str], first: int) -> int | None:
    starts = range(first, len(words) - len(run) + 1)
    return next((at for at in starts if words[at] == run[0] and list(words[at : at + len(run)]) == list(run)), None)


def _bare(words: Sequence[str]) -> list[str]:
    """Return words as they are compared in quotations: "children's" is "childrens", "1,200" is "1200"."""
    return ["and" if one == "&" else one.replace("'", "").replace(",", "") for one in words]


def _end_of(phrase: Phrase, text: str, start: int) -> int | None:
    """Return where the phrase ends that begins at `start`, None where it is not printed there."""
    end, at = start, start
    for number, wanted in enumerate(phrase.roots):
        at = _gap(text, end) if number else start
        match = _TOKEN.match(text, at)
        if match is None or not _is(phrase, wanted, match):
            return _joined(phrase, text, start)
        end = match.end()
    return end


def _is(phrase: Phrase, wanted: str, match: re.Match[str]) -> bool:
    if phrase.capitals:
        bare = re.sub(r"(?<=[A-Z])['’]?s$", "", match[0])
        return bare.lower() == wanted and sum(letter.isupper() for letter in bare) > 1
    return _root_printed(match[0]) == wanted


def _joined(phrase: Phrase, text: str, start: int) -> int | None:
    """Return where the phrase ends if it is one word printed as two, or two printed as one ("case load")."""
    letters = "".join(phrase.words)
    if phrase.capitals or len(phrase.words) > 2 or len(letters) < _JOINED or not letters.isalpha():
        return None
    match = _TOKEN.match(text, start)
    if match is not None and len(phrase.words) == 1:
        second = _TOKEN.match(text, match.end() + 1) if text[match.end() : match.end() + 1] in {"-", " ", "‑"} else None
        return second.end() if second and root_of(_word(match).text + _word(second).text) == root_of(letters) else None
    return match.end() if match and root_of(_word(match).text) == root_of(letters) else None


def _gap(text: str, start: int) -> int:
    match = _GAP.match(text, start)
    assert match is not None
    return match.end()


def _starts(phrase: Phrase, text: str) -> list[int]:
    """Return where a word begins that may be the first of the phrase, in order."""
    if not phrase.roots:
        return []
    # Searching with a pattern that ignores case takes ten times as long.
    lowered = text.lower()
    lowered = lowered if len(lowered) == len(text) else text
    found = []
    for letters in _word_openings(phrase.roots[0]):
        at = lowered.find(letters)
        while at >= 0:
            if at == 0 or not lowered[at - 1].isalnum():
                found.append(at - 1 if lowered[max(at - 1, 0)] in "£$€" else at)
            at = lowered.find(letters, at + 1)
    return sorted(found)


@cache
def _word_openings(wanted: str) -> tuple[str, ...]:
    """Return what a form of a root begins with, in small letters; none of them begins another."""
    if wanted == "and":
        return ("&", "and")
    if wanted[-1:] in "0123456789%":
        # In thousands a comma may follow: "1,200" and "1200".
        digits = re.sub(r"[^\d.].*$", "", wanted.lstrip("£$€"))
        return (digits if len(digits) < _OPENING else digits[: len(digits) % 3 or 3],)
    # An e or a y at the end may be another letter in another form: "policy" and "policies", "care" and "caring".
    found = {form[: min(_OPENING, max(len(form) - (form[-1] in "ey"), 2))] for form in forms_of(wanted)}
    return tuple(sorted(one for one in found if not any(one != other and one.startswith(other) for other in found)))


def _word(match: re.Match[str]) -> Word:
    return Word(match.start(), match.end(), unify(match[0]).lower())


@lru_cache(maxsize=20_000)
def _root_printed(word: str) -> str:
    return root_of(unify(word).lower())


@lru_cache(maxsize=2_000)
def _form(printed: str) -> str:
    return re.sub(r"[\s_]+", " ", re.sub(r"'s?$", "", unify(printed).lower()))
