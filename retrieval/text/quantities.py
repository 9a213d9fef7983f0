"""Numbers, dates and names in a text, in a form in which two spellings of one thing are equal."""

import re
from collections.abc import Iterable, Iterator

from retrieval.text.dates import MONTHS
from retrieval.text.normalise import STOP_WORDS, normalise, words

_TEENS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_TIES = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_TEENS.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TIES.split(), start=2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
NUMBER_WORDS = _UNITS.keys() | _TENS.keys() | _SCALES.keys()

_WORD_NUMBER = "(?:" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + ")"
_NUMBER = re.compile(
    rf"""(?P<currency>[£$€])?\s?
    (?:(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)(?:(?:st|nd|rd|th)\b)?
       (?:\s?(?P<short>k|m|bn)\b|\s(?P<scale>hundred|thousand|million|billion)\b)?
      |\b(?P<words>{_WORD_NUMBER}(?:(?:\s|-|\sand\s){_WORD_NUMBER})*)\b)
    (?P<percent>\s?%|\s(?:per\s?cent|percent)\b)?""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({'|'.join(MONTHS)})(?:,?\s+(\d{{4}}))?\b")
_NAME = re.compile(r"\b[A-Z][\w'&-]*(?:\.(?=[A-Z]))?(?:\s+(?:(?:of|and|the|for|upon)\s+)?[A-Z][\w'&-]*)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\")]*\s+|\n)['\"(]*$")


def quantities(text: str) -> dict[str, str]:
    """Return every number of `text`: canonical form to its spelling there ("25%" to "twenty-five per cent").

    A percentage, a sum of money and a plain number of one value are three different quantities.
    """
    plain = normalise(text)
    found: dict[str, str] = {}
    for canonical, start, end in numbers_in(plain):
        found.setdefault(canonical, plain[start:end].strip())
    return found


def numbers_in(plain: str) -> Iterator[tuple[str, int, int]]:
    """Yield each number of a normalised text: canonical form, and where it stands."""
    for match in _NUMBER.finditer(plain):
        value = _digits(match) if match["digits"] else _value_of_words(match["words"])
        canonical = f"{match['currency'] or ''}{value:.10g}{'%' if match['percent'] else ''}"
        yield canonical, match.start(), match.end()


def _digits(match: re.Match[str]) -> float:
    scale = _SCALES.get((match["scale"] or "").lower()) or _SHORT_SCALES.get((match["short"] or "").lower(), 1)
    return float(match["digits"].replace(",", "")) * scale


def _value_of_words(text: str) -> float:
    total, group = 0, 0
    for word in re.split(r"[\s-]+", text.lower()):
        if word in _SCALES:
            scale = _SCALES[word]
            group = max(group, 1) * scale
            if scale > 100:
                total, group = total + group, 0
        elif word != "and":
            group += _UNITS.get(word, _TENS.get(word, 0))
    return total + group


def dates(text: str) -> list[str]:
    """Return every date with a month's name as printed, ordinal endings left out: "16 May 2018", "May 2018"."""
    return [
        " ".join(part for part in match if part) for match in _DATE.findall(normalise(text)) if match[0] or match[2]
    ]


def names(text: str) -> list[str]:
    """Return runs of capitalised words, without the capital that merely opens a sentence."""
    plain = normalise(text)
    found = []
    for match in _NAME.finditer(plain):
        run = match[0].split()
        if _SENTENCE_START.search(plain[: match.start()]) and not _is_acronym(run[0]) and len(run) == 1:
            continue
        while run and (run[0].lower() in STOP_WORDS or run[0].lower() in NUMBER_WORDS):
            run = run[1:]
            run = run[1:] if run and run[0].islower() else run
        if run:
            found.append(" ".join(run))
    return found


def _is_acronym(word: str) -> bool:
    return sum(letter.isupper() for letter in word) > 1


def unsupported(text: str, sources: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers, dates and names of `text` that stand in none of `sources`, as spelled in `text`."""
    held = [normalise(source) for source in sources]
    numbers = {canonical for source in held for canonical in quantities(source)}
    spoken = [f" {' '.join(words(source))} " for source in held]
    missing = [spelled for canonical, spelled in quantities(text).items() if canonical not in numbers]
    known_dates = {one for source in held for one in dates(source)}
    missing += [one for one in dates(text) if not any(f" {one} " in f" {other} " for other in known_dates)]
    missing += [name for name in names(text) if not any(f" {' '.join(words(name))} " in source for source in spoken)]
    return tuple(dict.fromkeys(missing))
