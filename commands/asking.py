"""Commands that ask: an answer with its references, the nearest passages, what an answer rested on."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from commands.console import demo_option, json_option, print_json, print_paragraph, say, terminal
from commands.opening import open_to_ask
from presentation import (
    OUTCOMES,
    headline,
    name_report,
    nearest,
    notices_beside,
    reference,
    terms_in_words,
    understood_in_words,
)
from retrieval.assistant import Assistant
from retrieval.errors import BadQuestion
from retrieval.library.library import Library
from retrieval.models import Answer, Turn, evidence_json
from retrieval.repeating import repeat
from settings import Settings

report_option = click.option("--report", "names", metavar="REPORT", multiple=True, help="Ask only this report.")


@click.command()
@click.argument("question")
@report_option
@click.option(
    "--history",
    "history_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Earlier turns for a follow-up: a JSON list of {"q": …, "a": …}.',
)
@demo_option
@json_option
@click.pass_obj
def ask(
    settings: Settings, question: str, names: tuple[str, ...], history_file: Path | None, demo: bool, as_json: bool
) -> None:
    """Answer a question, each statement with its reference."""
    history = _read_history(history_file) if history_file else ()
    with open_to_ask(settings, demo=demo) as library:
        keys = tuple(library.resolve(name).key for name in names)
        answer = Assistant(library, settings).ask(question, reports=keys, history=history)
        if as_json:
            print_json(answer.to_json())
        else:
            _print_answer(answer, library)


def _read_history(file: Path) -> tuple[Turn, ...]:
    try:
        return tuple(
            Turn(turn["q"], turn["a"], tuple(turn.get("reports", ())))
            for turn in json.loads(file.read_text(encoding="utf-8"))
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadQuestion(
            f"{file} is not a history of turns.", remedy='Write a JSON list of {"q": question, "a": answer}.'
        ) from error


def _print_answer(answer: Answer, library: Library) -> None:
    if understood := understood_in_words(answer):
        say(understood)
    for notice in notices_beside(answer):
        say(f"Note: {notice.text}")
    if answer.outcome != "answered" and terminal().is_terminal:
        print_paragraph(OUTCOMES[answer.outcome], style="bold")
    if not answer.statements:
        print_paragraph(answer.text)
    else:
        if opening := headline(answer):
            print_paragraph(opening)
        _print_statements(answer, library)
    if terms := terms_in_words(answer, map(library.report, answer.cited)):
        say(terms)
    for choice in answer.choices:
        print_paragraph(f"- {choice.text}")
    if passages := nearest(answer):
        say("")
        say("The nearest passages, which do not answer it:")
        for one in passages:
            say(f"  {one.passage.report}, {reference(one.passage.label, one.passage.pages, one.passage.printed_pages)}")
    kept = all(one.code != "receipt_not_kept" for one in answer.notices)
    say(f"Receipt {answer.receipt}; {answer.seconds:.2f} s" if kept else f"No receipt was kept; {answer.seconds:.2f} s")


def _print_statements(answer: Answer, library: Library) -> None:
    """Print each statement with its references, under the name of the report they stand in."""
    named: str | None = None
    for statement in answer.statements:
        cited = list(dict.fromkeys((one.report, one.label, one.pages) for one in statement.citations))
        if cited[0][0] != named:
            named = cited[0][0]
            print_paragraph(f"{name_report(library.report(named))} ({named})", style="bold")
        references = "; ".join(
            reference(label, pages) if key == named else f"{key}, {reference(label, pages)}"
            for key, label, pages in cited
        )
        print_paragraph(f"{statement.text} [{references}]")


@click.command()
@click.argument("question")
@report_option
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 50), help="How many passages.")
@demo_option
@json_option
@click.pass_obj
def search(settings: Settings, question: str, names: tuple[str, ...], limit: int, demo: bool, as_json: bool) -> None:
    """List the passages nearest to a question."""
    with open_to_ask(settings, demo=demo) as library:
        keys = tuple(library.resolve(name).key for name in names)
        found = Assistant(library, settings).search(question, reports=keys, limit=limit)
    if as_json:
        print_json([evidence_json(one) for one in found])
        return
    for one in found:
        passage = one.passage
        where = reference(passage.label, passage.pages, passage.printed_pages)
        heading = f"{passage.report}, {where} ({one.score:.2f})"
        print_paragraph(heading, style="bold")
        print_paragraph(one.passage.text, indent=2)


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--again", is_flag=True, help="Ask again and say whether the answer is the same.")
@demo_option
@json_option
@click.pass_obj
def receipt(settings: Settings, identifier: str, again: bool, demo: bool, as_json: bool) -> None:
    """Show what an answer rested on, or run it again.

    ID is the receipt that the answer named.
    """
    with open_to_ask(settings, demo=demo) as library:
        kept = library.receipts.load(identifier)
        repeated = repeat(kept, Assistant(library, settings)) if again else None
        generation = library.generation
    if as_json:
        shown = {**asdict(kept), "created": kept.created.isoformat()}
        if repeated is not None:
            shown |= {"again": repeated.answer.to_json(), "same": repeated.same}
        print_json(shown)
        return
    print_paragraph(kept.question, style="bold")
    print_paragraph(kept.answer["text"])
    for statement in kept.answer["statements"]:
        for one in statement["citations"]:
            print_paragraph(f"{one['report']}, {reference(one['label'], one['pages'])}: {one['quote']}", indent=2)
    changed = "" if kept.generation == generation else f" (now {generation})"
    say(f"Answered {kept.created:%d %B %Y %H:%M} UTC from generation {kept.generation}{changed} of the library.")
    for name, value in kept.settings.items():
        say(f"  {name}: {json.dumps(value, ensure_ascii=False)}")
    if repeated is None:
        return
    if repeated.same:
        say("Asked again: the same answer.")
    else:
        say(f"Asked again: another answer, receipt {repeated.answer.receipt}.")
        if repeated.changed:
            say(f"Changed since then: {', '.join(repeated.changed)}.")
