"""How questions are read, by itself: the parse of each line of a set, without a library, and how many are right.

A line has `question`, perhaps `history` and `held` (authorities with the years of their inspections by kind), and, to
be scored, `parse`. The shape of a parse is that of `Question.to_json`.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest.models import Report, report_key
from retrieval.admission.guard import clean
from retrieval.models import Turn
from retrieval.question.models import Question
from retrieval.question.read import QuestionReader
from retrieval.question.spelling import mend

Held = Mapping[str, Mapping[str, Sequence[int]]]


DEFAULTS: Mapping[str, Any] = Question("", "", "").to_json()
"""What a labelled parse leaves out where nothing of the kind is said."""


def read_utterances(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a set of labelled questions, what they leave out filled in.

    `held` may name an entry of the `held.json` beside the file.
    """
    beside = path.with_name("held.json")
    held = json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {}
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for line in lines:
        if isinstance(line.get("held"), str):
            line["held"] = held[line["held"]]
        if "parse" in line:
            line["parse"] = {**DEFAULTS, **line["parse"]}
    return lines


def parse_line(reader: QuestionReader, line: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parse of one line of a set."""
    reports = stand_ins(json.dumps(line.get("held") or {}))
    history = [Turn(one["q"], one["a"], _about(one, reports)) for one in line.get("history") or []]
    text = mend(clean(line["question"]), lambda _: False, {report.authority for report in reports}).text
    return reader.read(line["question"], reports, history, text=text).to_json()


def write_parses(reader: QuestionReader, lines: Iterable[Mapping[str, Any]], out: Path) -> int:
    """Write `{"id", "parse"}` a line; return how many."""
    written = 0
    with out.open("w", encoding="utf-8") as file:
        for written, line in enumerate(lines, start=1):
            parsed = {"id": line.get("id", str(written)), "parse": parse_line(reader, line)}
            file.write(json.dumps(parsed, ensure_ascii=False) + "\n")
    return written


def right(expected: Mapping[str, Any], parse: Mapping[str, Any]) -> dict[str, bool]:
    """Return for each part of a parse whether it is as labelled; order counts for nothing but years."""
    unordered = ("authorities", "areas", "grades", "wants")
    plain = ("act", "everyone", "period", "inspection", "refers_back")
    return {
        **{name: expected[name] == parse[name] for name in plain},
        **{name: sorted(map(_plain, expected[name])) == sorted(map(_plain, parse[name])) for name in unordered},
        "format": expected["format"]["shape"] == parse["format"]["shape"],
    }


def score_parses(labelled: Iterable[Mapping[str, Any]], parsed: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Return the share of lines in which each part of the parse is right."""
    counted: Counter[str] = Counter()
    lines = list(labelled)
    for line in lines:
        counted.update(name for name, is_right in right(line["parse"], parsed[line["id"]]).items() if is_right)
    return {name: counted[name] / len(lines) for name in right(lines[0]["parse"], parsed[lines[0]["id"]])}


@lru_cache(maxsize=1000)
def stand_ins(held: str) -> tuple[Report, ...]:
    """Return reports that have nothing but an authority, a kind and a date, for a JSON object of what is held."""
    kinds: Held = json.loads(held)
    return tuple(
        _stand_in(authority, kind, year)
        for authority, own in kinds.items()
        for kind, years in own.items()
        for year in years
    )


def _stand_in(authority: str, kind: str, year: int) -> Report:
    key = report_key(Path(f"{authority}_{kind}_{year}.pdf"))
    on = date(year, 6, 1)
    return Report(
        key=key, title="", authority=authority, aliases=(), kind=kind, framework="unknown", inspected_from=on,
        inspected_to=on, published=on, lead_inspector=None, sources={}, page_count=0, media="text", sha256=key,
    )  # fmt: skip


def _about(turn: Mapping[str, Any], reports: Sequence[Report]) -> tuple[str, ...]:
    """Return the reports that an invented answer names."""
    said = f"{turn['q']} {turn['a']}"
    return tuple(report.key for report in reports if report.authority in said)[:1]


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").split())
