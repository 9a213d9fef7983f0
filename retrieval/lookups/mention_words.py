"""How a count of mentions is said: in how many reports, how often, in which, and what else was counted."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from ingest.models import Report
from retrieval.lookups.occurrences import Counted
from retrieval.models import Statement
from retrieval.reports.report_dates import brief_names, name_briefly, report_day
from retrieval.text.folding import fold

NAMED_REPORTS = 80
"""Reports that are named in one answer."""
_NAMED_FORMS = 5


def say_printed(counted: Counted, reports: Sequence[Report]) -> str:
    """Return "8 of 19 reports mention “neglect” 31 times (“neglected” counted too): Camden 2017 (3); Leeds 2018"."""
    name = f"“{counted.phrase}” {times(counted.times)}{_forms(counted)}"
    if len(reports) == 1:
        passages = len({place.passage for place in counted.places[reports[0].key]})
        return f"{name_briefly(reports[0])} mentions {name}{f', in {passages} places' if passages > 1 else ''}"
    found = len(counted.places)
    return f"{found} of {len(reports)} reports mention{'s' if found == 1 else ''} {name}: {say_found(counted, reports)}"


def say_found(counted: Counted, reports: Sequence[Report]) -> str:
    """Name the reports of a count, those of one authority together, each with its number where that is over one."""
    found = [report for report in reports if report.key in counted.places]
    most = sorted(found, key=lambda one: -len(counted.places[one.key]))[:NAMED_REPORTS]
    shown = sorted((report for report in found if report in most), key=lambda one: (one.authority, report_day(one)))
    names = brief_names(reports)
    groups = []
    for authority, of in groupby(shown, key=lambda one: one.authority):
        numbered = [(names[one.key].removeprefix(authority).strip(), len(counted.places[one.key])) for one in of]
        years = [f"{year} ({number})" if number > 1 else year for year, number in numbered]
        groups.append(f"{authority} {', '.join(years)}".strip())
    cut = f"; and {len(found) - len(shown)} more with fewer mentions" if len(found) > len(shown) else ""
    return f"{'; '.join(groups)}{cut}"


def say_extreme(counts: Sequence[Counted], reports: Sequence[Report], order: str) -> list[str]:
    """Name the first or the last report of those that mention it, where `order` asks for "oldest" or "newest"."""
    found = [report for report in reports if any(report.key in one.places for one in counts)]
    if len(found) < 2 or order not in {"oldest", "newest", "latest"}:
        return []
    report = (min if order == "oldest" else max)(found, key=report_day)
    return [f"The {'oldest' if order == 'oldest' else 'newest'} of these is {name_briefly(report)}."]


def searched(reports: Sequence[Report]) -> str:
    """Return what was searched: "Leeds 2022", "the 12 reports searched"."""
    return name_briefly(reports[0]) if len(reports) == 1 else f"the {len(reports)} reports searched"


def lines(statements: Sequence[Statement], names: Mapping[str, str]) -> list[str]:
    """Return quotations as the lines of a text, each after its place; `names` are those of its reports, by key."""
    cited = ((one, one.citations[0]) for one in statements)
    return [f"{', '.join(filter(None, (names.get(at.report), at.label)))}: {one.text}" for one, at in cited]


def times(number: int) -> str:
    """Return "once", "twice", "31 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def _forms(counted: Counted) -> str:
    """Say which other forms were counted, the most frequent by name."""
    asked = fold(counted.phrase)
    others = [f"“{form}”" for form, _ in counted.forms.most_common() if form.lower() != asked]
    if not others:
        return ""
    if len(others) > _NAMED_FORMS:
        others = [*others[: _NAMED_FORMS - 1], f"{len(others) - _NAMED_FORMS + 1} more forms"]
    named = " and ".join(filter(None, [", ".join(others[:-1]), others[-1]]))
    return f" ({named} counted too)"
