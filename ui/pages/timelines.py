"""Pictures of an authority's grades over time: one small chart for each area, drawn as SVG and told in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from retrieval.question.grade_words import GRADES

WIDTH, TOP, STEP, LEFT, RIGHT = 360, 2, 30, 138, 342
_MARKS = {"outstanding": "★", "good": "●", "adequate": "■", "requires improvement": "◆", "inadequate": "▼"}
"""A shape for each grade, so that none is told by colour or height alone."""


@dataclass(frozen=True, slots=True)
class Point:
    """One grade of one area, on the date that its report is known by."""

    day: date
    grade: str


def draw_timelines(areas: dict[str, Sequence[Point]]) -> str:
    """Return a chart for each area, on one span of time, as figures with SVG."""
    days = [point.day for points in areas.values() for point in points]
    # From the top down; "adequate" only where a report printed it.
    levels = [one for one in GRADES if one != "adequate" or _printed("adequate", areas)]
    return "".join(_chart(area, points, levels, min(days), max(days)) for area, points in areas.items() if points)


def tell(area: str, points: Sequence[Point]) -> str:
    """Return what a chart shows in words: "Adoption: good in May 2016, outstanding in June 2018"."""
    told = ", ".join(f"{point.grade} in {point.day:%B %Y}" for point in points)
    return f"{area}: {told}"


def _printed(grade: str, areas: dict[str, Sequence[Point]]) -> bool:
    return any(point.grade == grade for points in areas.values() for point in points)


def _chart(area: str, points: Sequence[Point], levels: Sequence[str], first: date, last: date) -> str:
    height = TOP + STEP * len(levels) + 14
    heights = {grade: TOP + STEP * place + STEP // 2 for place, grade in enumerate(levels)}
    span = max((last - first).days, 1)

    def across(day: date) -> float:
        if first == last:
            return (LEFT + RIGHT) / 2
        return LEFT + 14 + (day - first).days / span * (RIGHT - LEFT - 28)

    lines = "".join(
        f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y}" y2="{y}" class="level"/>'
        f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{grade.capitalize()}</text>'
        for grade, y in heights.items()
    )
    drawn = [(across(point.day), heights[point.grade], point) for point in points if point.grade in heights]
    # A grade holds until the next inspection: the line goes on level, then steps.
    steps = " ".join(f"H{x:.1f} V{y}" if place else f"M{x:.1f},{y}" for place, (x, y, _) in enumerate(drawn))
    marks = "".join(
        f'<text x="{x:.1f}" y="{y + 6}" text-anchor="middle" class="mark">{_MARKS[point.grade]}</text>'
        for x, y, point in drawn
    )
    years = "".join(
        f'<text x="{x:.1f}" y="{height - 2}" text-anchor="middle" class="year">{year}</text>'
        for x, year in _years(drawn)
    )
    title = escape(area)
    return (
        f"<figure><figcaption>{title}</figcaption>"
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(tell(area, points))}">'
        f'{lines}<path d="{steps}" class="steps"/>{marks}{years}</svg></figure>'
    )


def _years(drawn: Sequence[tuple[float, int, Point]]) -> list[tuple[float, int]]:
    """Return where to print which year, leaving out those that would run into the one before."""
    kept: list[tuple[float, int]] = []
    for x, _, point in drawn:
        if not kept or x - kept[-1][0] > 30:
            kept.append((x, point.day.year))
    return kept
