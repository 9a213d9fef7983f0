"""Which of one authority's reports the dates and words of a question mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.kinds.loader import default, profile_of
from ingest.models import Report
from retrieval.reports.report_dates import in_order, inspected_at, published_at, report_day, report_year
from retrieval.text.dates import DateMention, find_dates

_REPORT_WORD = r"(?:re-?)?(?:reports?|inspections?|inspected|published|ofsted report|ofsted inspection|ilacs|sif)"
_BEFORE = re.compile(
    rf"(?<!annual )\b{_REPORT_WORD}(?:\s(?:in|of|from|during|for|on|dated|at))?(?:\sthe)?\s?[(]?$", re.IGNORECASE
)
_AFTER = re.compile(
    rf"^[)]?(?:\s(?:ofsted|ilacs|sif|re-?inspection|full|[A-Z][\w'’-]+|and|or|{{year}}|,)){{{{0,4}}}}\s{_REPORT_WORD}\b"
    .replace("{year}", r"(?:19|20)\d\d").replace("{{", "{").replace("}}", "}"), re.IGNORECASE)  # fmt: skip
_EVENT = re.compile(r"^\s(?:focused|monitoring)\s(?:visit|inspection)", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|after)(?:\s(?:the|its|our|their))?\s?$", re.IGNORECASE)
_LATEST = re.compile(
    r"\b(?:latest|newest|most recent|current|last) (?:\w+ )?(?:report|inspection|ofsted|judgement)s?\b", re.IGNORECASE
)
_PREVIOUS = re.compile(
    r"(?<!since the )(?<!than the )(?<!than at the )(?<!from the )\b(?:previous|earlier|prior|preceding|last but one"
    r"|one before)\s(?:full\s)?(?:ofsted\s)?(?:report|inspection)s?\b",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?:over (?:the years|time)|through(?:out)? the years|always|ever|each (?:inspection|report|time)"
    r"|every (?:inspection|report|time)|all (?:the |its |their |our )?(?:inspections|reports)|trend|track record"
    r"|history"
    r"|from one inspection to the next|across (?:the )?(?:inspections|reports)|inspection (?:to|by) inspection"
    r"|moved (?:up|down|on)? ?(?:over|from)|so far)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:how (?:has|have|had|did|does)\b.*\b(?:changed?|moved?|developed|progress(?:ed)?|evolved?|gone)"
    r"|(?:has|have) \w+(?: \w+){0,3} (?:had|been given|got|received)|up or down|better or worse|improved?"
    r"|(?:get|getting|got(?:ten)?) (?:any )?(?:better|worse)|changed|slipped|declined|dropped"
    r"|how (?:many times|often))\b",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"\b(?:now|since then|these days|today)\b|\b(?:has|have)\b.*\b(?:sorted|fixed|put right|resolved|tackled|addressed"
    r"|improved|better|worse|moved on|changed)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\bboth (?:the )?(?:\w+ )?(?:reports|inspections)\b", re.IGNORECASE)
_BOARD = re.compile(
    r"\b(?:l?scb|safeguarding partnership)\b"
    r"|(?<!parenting )(?<!improvement )(?<!wellbeing )(?<!well-being )\bboards?\b",
    re.IGNORECASE,
)
_MENTION_SPAN = 3


@dataclass(frozen=True, slots=True)
class Period:
    """The chosen reports, oldest first, and how they were chosen; `missing` holds named years that are not held."""

    reports: tuple[Report, ...]
    how: str
    """newest, published, inspected, next (the first report after a date in the question), previous, every."""
    missing: tuple[DateMention, ...] = ()


def choose_period(
    question: str, reports: Sequence[Report], *, names: Sequence[tuple[int, int]] = (), about_grade: bool = False
) -> Period:
    """Choose among one authority's `reports`; `names` are the spans in `question` that name the authority."""
    mentions = find_dates(question)
    reviews = [one for one in reports if profile_of(one.kind).standing == "board"]
    if _BOARD.search(question) and any(published_at(review, one) for review in reviews for one in mentions):
        # The review of a board is the report about it, where that year has both.
        reports = reviews
    named = [one for one in mentions if names_report(question, one, names)]
    plain = [one for one in mentions if one not in named and (about_grade or not _is_content(question, one))]
    outright = [one for one in named if not _SINCE.search(question[: one.start])]
    for chosen in (outright, plain, named):
        found, how = _reports_of(chosen, reports)
        if found:
            beside = [one for one in plain if any(published_at(report, one) for report in reports)]
            found, _ = _reports_of([*chosen, *beside], reports)
            missing = tuple(one for one in named if not published_in(one, reports))
            return Period(_with_newest(question, found, reports, mentions), how, missing)
    return _undated(question, reports, mentions, named, plain, about_grade=about_grade)


def _undated(
    question: str,
    reports: Sequence[Report],
    mentions: Sequence[DateMention],
    named: Sequence[DateMention],
    plain: Sequence[DateMention],
    *,
    about_grade: bool,
) -> Period:
    """Choose where no date in the question is a report's own: by words, by the date of a figure, else the newest."""
    full = inspections(reports)
    if undated := tuple(report for report in reports if report_day(report) == date.min):
        return Period(undated, "newest")
    if named:
        return Period((), "missing", tuple(named))
    to_date = re.search(r"\b(?:has|have)\b", question, re.IGNORECASE)
    since = [one for one in mentions if to_date and _SINCE.search(question[: one.start])]
    if since and _TODAY.search(question) and (then := published_in(since[0], reports)):
        return Period(tuple(in_order([*then, *(one for one in full[-1:] if one not in then)])), "published")
    content = [one for one in mentions if not (to_date and _SINCE.search(question[: one.start]))]
    if content:
        latest = max(content, key=lambda one: one.reported_from)
        after_year = latest.month is None and _SINCE.search(question[: latest.start])
        first = date(latest.year + 1, 1, 1) if after_year else latest.reported_from
        later = [one for one in in_order(reports) if grades_services(one) and report_day(one) >= first]
        near = latest not in plain or (later and report_year(later[0]) - latest.year <= 1)
        if later and near and not about_grade:
            return Period((later[0],), "next")
        return Period((), "missing", (latest,))
    if _PREVIOUS.search(question) and len(full) > 1:
        return Period((full[-2],), "previous")
    if _BOTH.search(question):
        return Period(tuple(full[-2:]), "every")
    if _EVERY.search(question) or (about_grade and _CHANGE.search(question)):
        return Period(tuple(full), "every")
    return Period(tuple(full[-1:]), "newest")


def _with_newest(
    question: str, found: tuple[Report, ...], reports: Sequence[Report], mentions: Sequence[DateMention]
) -> tuple[Report, ...]:
    """Add the newest inspection where one earlier year is set against today ("sorted out since 2018?")."""
    newest = newest_inspection(reports)
    later = newest is not None and newest not in found
    to_date = re.search(r"\b(?:up )?to (?:the )?(?:latest|newest|most recent|present|now)", question, re.IGNORECASE)
    of_one_report = len(mentions) != 1 or re.match(r"[)]?\s(?:\w+\s)?report\b|[)]", question[mentions[0].end :])
    against_today = _TODAY.search(question) and not of_one_report
    if newest is not None and later and len(found) == 1 and (to_date or against_today):
        if to_date:
            return (*found, *(one for one in inspections(reports) if report_day(one) > report_day(found[0])))
        return (*found, newest)
    return found


def _reports_of(mentions: Sequence[DateMention], reports: Sequence[Report]) -> tuple[tuple[Report, ...], str]:
    found: list[Report] = []
    how = "published"
    for mention in mentions:
        matches = published_in(mention, reports)
        if matches and not any(published_at(one, mention) for one in matches):
            how = "inspected"
        found += [one for one in matches if one not in found]
    return tuple(sorted(found, key=report_day)), how


def published_in(mention: DateMention, reports: Sequence[Report]) -> list[Report]:
    """Return the reports published at the date, else inspected then; a full inspection before any other kind."""
    for matches_date in (published_at, inspected_at):
        matches = [one for one in reports if matches_date(one, mention)]
        known = [one for one in matches if one.published] or matches
        if known:
            return [one for one in known if profile_of(one.kind).default] or known[:1]
    # The month of publication is often not printed: the year must do.
    return published_in(replace(mention, month=None), reports) if mention.month and not mention.day else []


def names_report(question: str, mention: DateMention, names: Sequence[tuple[int, int]] = ()) -> bool:
    """Say whether a date stands for a report: "the 2016 report", "(2016)", "Luton 2016", "2016 Luton"."""
    before, after = question[: mention.start], question[mention.end :]
    if _EVENT.match(after) or (mention.day is not None and not _BEFORE.search(before)):
        return False
    if _AFTER.match(after) or (mention.last_year is None and _BEFORE.search(before)):
        return True
    if re.search(r"\($", before) and re.match(r"\s*(?:\)|report|inspection|,)", after):
        return True
    if mention.last_year is not None or mention.month is not None or _SINCE.search(before):
        return False
    return any(
        (0 <= mention.start - end <= _MENTION_SPAN and not re.search(r"[.?!]", question[end : mention.start]))
        or 0 <= start - mention.end <= 1
        for start, end in names
    )  # fmt: skip


def _is_content(question: str, mention: DateMention) -> bool:
    """Say whether a date belongs to what is asked: a day, a month, a financial year, "since 2014", "2013 GCSE"."""
    exact = mention.month is not None or mention.last_year is not None
    return exact or bool(_SINCE.search(question[: mention.start]) or _EVENT.match(question[mention.end :]))


def grades_services(report: Report) -> bool:
    """Say whether a report is of an inspection of the usual family, of the whole of it or of one service."""
    kind = profile_of(report.kind)
    return kind.family == default().family and kind.standing in ("whole", "part")


def inspections(reports: Sequence[Report]) -> list[Report]:
    """Return the full inspections, oldest first; the other reports where there is none."""
    # "Newest" has a meaning within a family only: the usual one where it is held.
    usual = [one for one in reports if profile_of(one.kind).family == default().family]
    ordered = in_order(usual or reports)
    for standings in (("whole",), ("part",), ("board", "visit")):
        matches = [one for one in ordered if profile_of(one.kind).standing in standings]
        if matches:
            return matches
    return []


def newest_inspection(reports: Sequence[Report]) -> Report | None:
    """Return the newest full inspection, if any report is held at all."""
    ordered = inspections(reports)
    return ordered[-1] if ordered else None


def asks_for_latest(question: str) -> bool:
    """Say whether the question asks for the newest in so many words."""
    return bool(_LATEST.search(question))


def asks_for_period(question: str) -> bool:
    """Say whether the question itself says which of an authority's reports it means."""
    return bool(find_dates(question)) or any(
        pattern.search(question) for pattern in (_LATEST, _PREVIOUS, _EVERY, _BOTH)
    )
