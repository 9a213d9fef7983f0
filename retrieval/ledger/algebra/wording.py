"""How grades are told: a sentence for one, the years behind a name, every step of a history."""

from collections.abc import Iterable, Sequence

from ingest.models import Report
from retrieval.ledger.algebra.scale import area_name, in_full
from retrieval.ledger.algebra.standings import Standing, is_joint
from retrieval.reports.report_dates import report_year
from retrieval.text.dates import MONTHS

JOINTLY = "“Jointly”: one grade for children in care and care leavers together."


def joined(parts: Iterable[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    *first, end = list(parts) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def counted(number: int, noun: str) -> str:
    """Return "1 report", "3 reports", "2 authorities"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def possessive(name: str) -> str:
    """Return "Surrey's", "Leeds'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def begun(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def when(report: Report) -> str:
    """Return "published May 2018", else "inspected January 2022"."""
    day = report.published or report.inspected_to or report.inspected_from
    spelled = f"{MONTHS[day.month - 1]} {day.year}" if day else "date unknown"
    return f"{'published' if report.published else 'inspected'} {spelled}" if day else spelled


def sentence(standing: Standing, area: str, *, now: bool) -> str:
    """Tell one grade: "Surrey's services require improvement to be good overall (inspected January 2022)."."""
    cell = standing.cell(area)
    assert cell is not None
    grade, whose = in_full(cell.judgement.grade or ""), possessive(standing.report.authority)
    dated = f"({when(standing.report)})"
    if area == "overall":
        if not now:
            return f"{whose} services were graded {grade} overall {dated}."
        said = grade.replace("requires", "require", 1) if grade.startswith("requires") else f"are {grade}"
        return f"{whose} services {said} overall {dated}."
    shared = f", given for {_shared(standing, area)} together," if is_joint(cell) else ""
    return f"{whose} grade for {area_name(area)}{shared} {'is' if now else 'was'} {grade} {dated}."


def all_areas(standing: Standing, areas: Sequence[str]) -> str:
    """Tell several grades of one report: "Help and protection: good; leadership: outstanding."."""
    told: list[str] = []
    seen = set()
    for area in areas:
        cell = standing.cell(area)
        if cell is None or cell.judgement.area in seen:
            continue
        seen.add(cell.judgement.area)
        name = _shared(standing, area) if is_joint(cell) else area_name(area)
        told.append(f"{name}: {in_full(cell.judgement.grade or '')}")
    return f"{begun('; '.join(told))}." if told else ""


def _shared(standing: Standing, area: str) -> str:
    names = ("looked_after_or_in_care", "care_leavers")
    return joined(area_name(one) for one in names if standing.cell(one) == standing.cell(area))


def steps(standings: Sequence[Standing], area: str) -> str:
    """Tell every step of a history: "good (2018), inadequate (2022), good (2025)"."""
    return ", ".join(f"{in_short(one, area)} ({_year(one, area)})" for one in standings)


def in_short(standing: Standing, area: str) -> str:
    """Return a grade without "to be good"."""
    return standing.grade(area)


def _year(standing: Standing, area: str) -> str:
    cell = standing.cell(area)
    shared = cell is not None and is_joint(cell)
    return f"{standing.year}, jointly" if shared else str(standing.year)


def name_years(authority: str, standings: Sequence[Standing], areas: Sequence[str]) -> str:
    """Return "Camden (2017, 2022, jointly)"."""
    years = [str(report_year(one.report)) for one in standings]
    shared = any(shares(one, area) for one in standings for area in areas)
    return f"{authority} ({', '.join(years)}{', jointly' if shared else ''})"


def shares(standing: Standing, area: str) -> bool:
    """Say whether a report grades `area` together with another."""
    cell = standing.cell(area)
    return cell is not None and is_joint(cell)
