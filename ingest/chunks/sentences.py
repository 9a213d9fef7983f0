"""Where the sentences of a passage begin and end."""

import re

_TAG = (
    r"\((?i:see\s+)?(?i:recommendations?|paragraphs?|paras?\.?|areas? for (?:priority action|improvement))\b"
    r"[^()]{0,60}\)\.?"
)
_GRADE = r"(?:Outstanding|Good|Adequate|Inadequate|Requires improvement(?: to be good)?)\.?[ ]*(?:\n|$)"
"""The grade at the end of a table's row: it belongs to the area before it."""
_TERMINATOR = re.compile(
    # The end of a sentence: closing quotes and brackets, a glued footnote marker ("boards.12") and tags belong to it …
    r"[.!?…][\"'”’)\]]*(?:(?<=\D\.)\d{1,2}|(?<=\D\.[’”)])\d{1,2})?"
    rf"(?:\s*{_TAG})*"
    # … and the beginning of the next one.
    rf"(?P<gap>\s+)(?!{_TAG}|{_GRADE})"
    r"(?=[\"'“‘(\[]*[A-Z0-9£À-Þ])",
)
_GLUED = re.compile(
    # A printing slip, no space after the full stop of a word, a year, a percentage or a bracket ("embedded.The panel").
    r"(?:(?<=[a-z]{3}\.)|(?<=\d{4}\.)|(?<=\d%\.)|(?<=\w\)\.))(?=[A-Z][a-z]*\s)"
)
_STRUCTURE = re.compile(rf"\s*\n\s*(?!{_TAG})|" r"\s+(?=[•▪◼■●\uf0b7\uf06e\uf02d]\s)")
_BRACKETS = re.compile(r"\([^()]{0,400}\)")
_LAST_WORD = re.compile(r"(\w[\w.]*)\.[\"'”’)\]]*$")
_TITLES = {"dr", "mr", "mrs", "ms", "miss", "prof", "rev", "hon", "sgt", "cllr", "st"}
_SHORT_FORMS = {"e.g", "eg", "i.e", "ie", "viz", "vs", "v", "cf", "approx", "est", "min", "max", "ca", "dept"}
_BEFORE_NUMBERS = {"no", "nos", "p", "pp", "para", "paras", "fig", "figs", "reg", "regs", "sec", "art", "vol", "ch"}
_ABBREVIATIONS = _TITLES | _SHORT_FORMS
_LETTERED = {"part", "category", "section", "annex", "annexe", "appendix", "band", "group", "grade", "level", "option"}
"""What is named by a letter: "in category B. The …" ends a sentence, "A. B. Smith" does not."""


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return [start, end) of each sentence; together they cover all of `text` but the space between them.

    A line break that is left in a passage (a table's row) and an inline bullet begin a new sentence, too; the space
    between two may be missing in print.
    """
    gaps = {match.span() for match in _STRUCTURE.finditer(text)}
    brackets = [match.span() for match in _BRACKETS.finditer(text)]
    for match in _TERMINATOR.finditer(text):
        gap = match.span("gap")
        if _ends_sentence(text, match.start()) and not any(start < gap[0] < end for start, end in brackets):
            gaps.add(gap)
    gaps |= {match.span() for match in _GLUED.finditer(text) if _ends_sentence(text, match.start() - 1)}
    spans = []
    start = 0
    for gap_start, gap_end in [*sorted(gaps), (len(text), len(text))]:
        if text[start:gap_start].strip():
            spans.append(_stripped(text, start, gap_start))
        start = max(start, gap_end)
    return tuple(spans)


def _ends_sentence(text: str, mark: int) -> bool:
    """Whether the mark at this offset ends a sentence, not an abbreviation, an initial or a printed number."""
    if text[mark] != ".":
        return True
    found = _LAST_WORD.search(text, max(0, mark - 24), mark + 1)
    if found is None:
        return True
    word = found[1]
    if word.lower() in _BEFORE_NUMBERS:
        # "No" is an answer as well as "number".
        return not text[mark + 1 : mark + 4].lstrip()[:1].isdigit()
    if word.lower() in _ABBREVIATIONS:
        return False
    before = text[: found.start(1)].rstrip()
    if len(word) == 1 and word.isupper():
        previous = before.rsplit(None, 1)[-1] if before else ""
        starts = not previous or previous[-1] in ".!?…"
        return not starts and (not previous[0].isupper() or previous.lower() in _LETTERED)
    at_line_start = not before or "\n" in text[len(before) : found.start(1)]
    return not (at_line_start and word.replace(".", "").isdigit())


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
