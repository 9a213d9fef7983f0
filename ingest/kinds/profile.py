"""What a profile says of a kind of report: the shape of a file in `profiles/`, checked as it is read."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ingest.models import Role

LONGEST_PATTERN = 600
"""Characters of a pattern: one that is longer says too much at once."""


def _compile(pattern: Any) -> Any:
    if not isinstance(pattern, str):
        return pattern
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"a pattern may have {LONGEST_PATTERN} characters")
    try:
        return re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    except re.error as error:
        raise ValueError(f"the pattern {pattern!r} is broken: {error}") from error


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compile)]
"""Matched without regard to case; `^` and `$` stand for the borders of a line."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class AskedAs(_Part):
    """Words in which people ask for the kind: `strong` ones name it, `weak` ones only where nothing else is meant."""

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class Earlier(_Part):
    """The framework of reports before a date, where the title stayed the same."""

    framework: str
    until: date


class Title(_Part):
    """A title that reports of the kind print. The group `subject`, if there is one, is whom the report is about."""

    pattern: Pattern
    framework: str = ""
    earlier: Earlier | None = None
    yields: int = 0
    """Where several titles begin at one place, the one that yields least is taken."""


class Recognise(_Part):
    """How a report of the kind is told: by one of its `titles`; each of `needs` must stand near the front, too."""

    titles: tuple[Title, ...] = ()
    needs: tuple[Pattern, ...] = ()
    theme: Pattern | None = None
    """Its group `theme` is what the inspection looked at in depth."""


class Dates(_Part):
    """Which printed dates are which."""

    inspected: tuple[Pattern, ...] = ()
    """What stands before the dates of the inspection."""
    stop: tuple[Pattern, ...] = ()
    """What ends them: the label of the next field, the dates of an earlier inspection."""
    published: Literal["labelled", "letter head", "not printed"] = "labelled"
    published_after_days: tuple[int, int, int] | None = None
    """Least, usual and most days from the last day of an inspection to its publication."""


class Grade(_Part):
    """One word of the closed vocabulary of an outcome; a greater `rank` is better, within the family alone."""

    id: str
    rank: int
    printed: Pattern | None = None
    asked: tuple[str, ...] = ()


class Area(_Part):
    """What is graded; `printed` is the row's or the section's own words."""

    id: str
    name: str = ""
    printed: Pattern | None = None


class Flag(_Part):
    """Something that an inspection may require; a cell of the ledger where it does."""

    id: str
    name: str
    printed: Pattern
    of: Literal["heading", "text"] = "text"


class Blank(_Part):
    """Why an area has no grade in some reports of the kind."""

    area: str
    reason: str
    framework: str = ""
    since: date | None = None


class Outcome(_Part):
    """What a report concludes, and in which form it is printed."""

    form: Literal["children's services", "sentence", "table", "none"] = "none"
    areas: tuple[Area, ...] = ()
    grades: tuple[Grade, ...] = ()
    flags: tuple[Flag, ...] = ()
    previous: Pattern | None = None
    """A row that grades an earlier inspection."""
    blanks: tuple[Blank, ...] = ()
    reason: str = ""
    """Why an area has no grade, where no better reason is known: "focused visits give no grades"."""


class Table(_Part):
    """How a section that is printed as a table is cut: which column is the item, which says who is responsible."""

    columns: tuple[str, ...]
    item: int = 1
    who: int | None = None
    label: str = ""
    subjects: Pattern | None = None
    """How a row's sentence usually begins, where no line is drawn between rows."""


class Inspectorate(_Part):
    """Who inspects: `printed` tells whether a report names it, where only some take part."""

    name: str
    printed: Pattern | None = None


class Letter(_Part):
    """Where a letter's head ends and its signatures begin."""

    until: Pattern
    signed: Pattern


class Profile(_Part):
    """One kind of report."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    """What a reader is told: "area SEND inspection"."""
    called: str = ""
    """The same where the family is plain ("inspection"); the name where nothing is said."""
    family: str
    """Within it "newest", "earlier" and "better" have meaning."""
    default: bool = False
    """Whether a question that names no kind means this one, and a report without a title is taken for one."""
    standing: Literal["whole", "part", "visit", "board"] = "whole"
    """An inspection of the whole or of a part of what the family covers; a visit between; the review of a board."""
    framework: str = ""
    inspectorates: tuple[Inspectorate, ...] = ()
    subject: Literal["council", "body"] = "council"
    """What is inspected: a council, or an area that a council answers for; or another body, under its own name."""
    status: Literal["verified", "few reports", "unverified"] = "verified"
    asked_as: AskedAs = AskedAs()
    recognise: Recognise = Recognise()
    dates: Dates = Dates()
    lead: tuple[Pattern, ...] | None = None
    """Who led, as the group `name`; [] where nobody does. Left out: after a label, or at the end of a letter."""
    outcome: Outcome = Outcome()
    sections: dict[Role, tuple[Pattern, ...]] = {}
    """What the headings mean. Without any, sections follow the setting alone."""
    tables: dict[Role, Table] = {}
    letter: Letter | None = None
    running: tuple[Pattern, ...] = ()
    """Lines that belong to the page: running headers and footers."""

    @model_validator(mode="before")
    @classmethod
    def _call(cls, values: Any) -> Any:
        return {"called": values.get("name", ""), **values} if isinstance(values, dict) else values
