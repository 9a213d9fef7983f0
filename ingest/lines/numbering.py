"""Which lines begin a numbered paragraph: the printed sequence, told from everything else that begins with a number."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.document import Line
from ingest.lines.layout import SAME_COLUMN, Layout, ends_sentence, stands_apart
from ingest.models import ReadingNote

LONGEST_SKIP = 4
"""Numbers that may be missing in a row before a jump is taken for something else."""
SHORT_LINE = 0.75
"""Share of a full line below which a line is taken for the end of a paragraph or heading."""

_CANDIDATE = re.compile(r"\s*(\d{1,3})(\s*[.)])?(?:\s+|(?=[A-Z‘“]))(?=\S)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph's number and the length of its printed form in the line."""

    number: int | None
    length: int
    printed: str = ""
    """As printed where that is no plain number: "2.14", "R1"."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    number: int
    length: int
    stopped: bool
    fitting: bool
    """Stands in the column of numbers; where positions are unknown, follows the end of a sentence or a short line."""
    wrapped: bool
    """Stands right under a line of the same indent: reads like the rest of a sentence."""


def find_numbers(lines: Sequence[Line], layout: Layout) -> tuple[Mapping[int, Numbered], tuple[ReadingNote, ...]]:
    """Return the numbered lines by index, and what was odd about the sequence."""
    candidates = _candidates(lines, layout)
    found: dict[int, Numbered] = {}
    notes: list[ReadingNote] = []
    last: int | None = None
    for position, candidate in enumerate(candidates):
        number, note = _judge(candidate, candidates[position + 1 :], last, layout)
        if number is None:
            continue
        if note:
            notes.append(ReadingNote(*note, lines[candidate.index].page or None))
        found[candidate.index] = Numbered(number, candidate.length)
        last = number
    return found, tuple(notes)


def _judge(
    candidate: _Candidate, later: Sequence[_Candidate], last: int | None, layout: Layout
) -> tuple[int | None, tuple[str, str] | None]:
    """Return the number of the paragraph that `candidate` opens, None if it opens none, and what is odd about it."""
    number, expected = candidate.number, 1 if last is None else last + 1
    if number == expected:
        return _judge_expected(candidate, later, first=last is None)
    if not candidate.stopped or not candidate.fitting:
        return None, None
    following = next((other for other in later if other.stopped and other.fitting), None)
    if layout.known and last is not None and following and following.number == expected + 1:
        return expected, ("mended_number", f"{number} is printed where {expected} belongs.")
    near = last is not None and last <= number <= last + LONGEST_SKIP
    goes_on = following.number == number + 1 if following else near and layout.known
    return (number, _oddity(number, last)) if goes_on else (None, None)


def _judge_expected(
    candidate: _Candidate, later: Sequence[_Candidate], *, first: bool
) -> tuple[int | None, tuple[str, str] | None]:
    number = candidate.number
    if candidate.stopped:
        return (number, None) if candidate.fitting or _fills_gap(candidate, later) else (None, None)
    if first or not candidate.fitting or _printed_later(candidate, later):
        return None, None
    return number, ("mended_number", f"{number} is printed without a full stop.")


def _oddity(number: int, last: int | None) -> tuple[str, str] | None:
    """Say what is odd about `number` after `last`."""
    if last is None:
        return "number_gap", f"The numbers begin at {number}."
    if number == 1:
        return "number_restart", f"The numbers begin again at 1 after {last}."
    if number == last:
        return "number_repeated", f"The number {last} is printed twice in a row."
    if last < number <= last + 1 + LONGEST_SKIP:
        missing = ", ".join(str(one) for one in range(last + 1, number))
        return "number_gap", f"No paragraph {missing} is printed."
    return "number_jump", f"{number} follows {last}."


def _printed_later(candidate: _Candidate, later: Sequence[_Candidate]) -> bool:
    """Whether the same number follows in proper form before the next one does."""
    for other in later:
        if other.stopped and other.fitting:
            return other.number == candidate.number
    return False


def _fills_gap(candidate: _Candidate, later: Sequence[_Candidate]) -> bool:
    """Whether the next number in the column is the one after this, with no better reading of this one between."""
    if candidate.wrapped:
        return False
    following = next((other for other in later if other.fitting and other.number >= candidate.number), None)
    return following is not None and following.stopped and following.number == candidate.number + 1


def _candidates(lines: Sequence[Line], layout: Layout) -> list[_Candidate]:
    matches = [(index, match) for index, line in enumerate(lines) if (match := _CANDIDATE.match(line.text))]
    column = _column([lines[index] for index, match in matches if match.group(2)])
    candidates = []
    for index, match in matches:
        line = lines[index]
        previous = lines[index - 1] if index and lines[index - 1].sheet == line.sheet else None
        if layout.known and line.size:
            fitting = abs(line.size - layout.body) < 1.5 and any(abs(line.x - x) <= SAME_COLUMN for x in column)
            if not match.group(2):
                fitting = fitting and (previous is None or stands_apart(previous, line))
            wrapped = previous is not None and not stands_apart(previous, line) and abs(previous.x - line.x) < 1.0
        else:
            short = previous is None or len(previous.text.strip()) < SHORT_LINE * layout.width
            fitting = short or previous is None or stands_apart(previous, line) or ends_sentence(previous.text)
            wrapped = not fitting and match.end() < len(line.text) and line.text[match.end()].islower()
        candidates.append(_Candidate(index, int(match.group(1)), match.end(), bool(match.group(2)), fitting, wrapped))
    return candidates


def _column(lines: Sequence[Line]) -> tuple[float, ...]:
    """Return where numbers stand: every x that at least three of them share."""
    counts = Counter(round(line.x) for line in lines)
    return tuple(float(x) for x, count in counts.items() if count >= 3)
