"""Commands that print what the library holds, as it is."""

from collections.abc import Sequence
from typing import Any

import click

from commands.console import json_option, print_json, print_paragraph, print_table, say, terminal
from commands.opening import open_to_look
from ingest.models import Furniture, Passage, Report
from presentation import count, issued_in_words, name_report, pages_in_words, reference
from retrieval.models import LedgerCell
from settings import Settings


@click.command()
@json_option
@click.pass_obj
def reports(settings: Settings, as_json: bool) -> None:
    """List the reports held."""
    with open_to_look(settings) as library:
        counts = library.passage_counts()
        held = [(report, counts.get(report.key, 0)) for report in library.reports()]
    if as_json:
        print_json([report_json(report, passages) for report, passages in held])
        return
    print_table(
        ["report", "authority", "kind", "framework", "date", "passages"],
        [
            [one.key, one.authority, one.kind.replace("_", " "), one.framework, issued_in_words(one), str(passages)]
            for one, passages in held
        ],
    )


@click.command()
@click.argument("report")
@click.option("--furniture", is_flag=True, help="List what was left out as page furniture instead.")
@json_option
@click.pass_obj
def passages(settings: Settings, report: str, furniture: bool, as_json: bool) -> None:
    """Print every passage of a report in order."""
    with open_to_look(settings) as library:
        found = library.resolve(report)
        held = library.passages(found.key)
        left_out = library.furniture(found.key)
    if furniture:
        _print_furniture(left_out, as_json=as_json)
        return
    if as_json:
        print_json([passage_json(one) for one in held])
        return
    say(f"{name_report(found)}: {count(len(held), 'passage')}")
    section: tuple[str, ...] = ()
    for one in held:
        if one.section != section:
            section = one.section
            print_paragraph(" > ".join(section), style="bold")
        print_paragraph(f"{reference(one.label, one.pages, one.printed_pages)}: {one.text}", indent=2)


def _print_furniture(left_out: Sequence[Furniture], *, as_json: bool) -> None:
    """List the headers, footers, page numbers and contents lines that belong to no passage."""
    if as_json:
        print_json([{"page": one.span.page, "reason": one.reason, "text": one.text} for one in left_out])
        return
    print_table(["page", "reason", "text"], [[str(one.span.page), one.reason, one.text.strip()] for one in left_out])


@click.command()
@click.argument("report")
@click.argument("label")
@json_option
@click.pass_obj
def show(settings: Settings, report: str, label: str, as_json: bool) -> None:
    """Print one passage of a report.

    LABEL is a reference as an answer gives it ("para 61"), or short for it: 61, p61, "rec 11", grades.
    """
    with open_to_look(settings) as library:
        found = library.resolve(report)
        passage = library.find(found.key, label)
    if as_json:
        print_json(passage_json(passage))
        return
    if terminal().is_terminal:
        heading = " > ".join(filter(None, [name_report(found), *passage.section]))
        print_paragraph(heading, style="dim")
    print_paragraph(reference(passage.label, passage.pages, passage.printed_pages), style="bold")
    if passage.lead_in:
        print_paragraph(passage.lead_in, style="dim")
    print_paragraph(passage.text)


@click.command()
@click.option("--authority", metavar="NAME", help="Only this authority's grades.")
@json_option
@click.pass_obj
def judgements(settings: Settings, authority: str | None, as_json: bool) -> None:
    """List every grade held.

    A row for each report and area, with the passage that prints it; an area without a grade says why.
    """
    with open_to_look(settings) as library:
        cells = library.judgements(authority)
    if as_json:
        print_json([cell_json(cell) for cell in cells])
        return
    if not cells:
        say(f"No judgement{f' of {authority}' if authority else ''} is held. `inspection-qa reports` lists what is.")
        return
    print_table(
        ["authority", "date", "area", "grade", "report", "reference"],
        [
            [
                cell.report.authority,
                issued_in_words(cell.report),
                cell.judgement.area.replace("_", " "),
                cell.judgement.grade or f"none: {cell.judgement.reason}",
                cell.report.key,
                ", ".join(filter(None, [cell.label, pages_in_words(cell.pages)])),
            ]
            for cell in cells
        ],
    )


def report_json(report: Report, passages: int) -> dict[str, Any]:
    """Return the public shape of a report in the catalogue."""
    return {
        "report": report.key,
        "title": report.title,
        "authority": report.authority,
        "aliases": list(report.aliases),
        "kind": report.kind,
        "framework": report.framework,
        "inspected_from": report.inspected_from.isoformat() if report.inspected_from else None,
        "inspected_to": report.inspected_to.isoformat() if report.inspected_to else None,
        "published": report.published.isoformat() if report.published else None,
        "lead_inspector": report.lead_inspector,
        "sources": dict(report.sources),
        "pages": report.page_count,
        "media": report.media,
        "passages": passages,
        "sha256": report.sha256,
    }


def passage_json(passage: Passage) -> dict[str, Any]:
    """Return the public shape of a passage."""
    return {
        "id": passage.id,
        "report": passage.report,
        "label": passage.label,
        "number": passage.number,
        "section": list(passage.section),
        "kind": passage.kind,
        "pages": list(passage.pages),
        "printed_pages": list(passage.printed_pages),
        "lead_in": passage.lead_in,
        "text": passage.text,
    }


def cell_json(cell: LedgerCell) -> dict[str, Any]:
    """Return the public shape of a row of the ledger."""
    report, judgement = cell.report, cell.judgement
    return {
        "authority": report.authority,
        "report": report.key,
        "published": report.published.isoformat() if report.published else None,
        "framework": report.framework,
        "area": judgement.area,
        "printed_area": judgement.printed_area,
        "grade": judgement.grade,
        "printed_grade": judgement.printed_grade,
        "reason": judgement.reason,
        "label": cell.label,
        "pages": list(cell.pages),
    }
