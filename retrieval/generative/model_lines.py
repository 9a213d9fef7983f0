"""Reading a model's reply: one JSON object a line, as it arrives in pieces."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, Field, ValidationError

_LONGEST_LINE = 8_000
"""Characters after which a line without an end is given up: a reply that is no JSON Lines at all."""
MOST_MALFORMED = 20
"""Lines that are none of the agreed objects after which a reply is read no further."""


class _Reference(BaseModel):
    key: str
    quote: str = ""


class _Line(BaseModel):
    statement: str = Field(min_length=1, max_length=1_200)
    evidence: list[str | _Reference] = Field(min_length=1, max_length=6)

    @property
    def references(self) -> Iterator[tuple[str, str]]:
        for one in self.evidence:
            yield (one, "") if isinstance(one, str) else (one.key, one.quote)


class _Nothing(BaseModel):
    not_in_passages: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement as the model put it: its words, and (evidence key, quote) pairs, nothing checked yet.

    A quote may be empty: the model names passages, code finds the words.
    """

    text: str
    references: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotInPassages:
    """The model says that the passages do not answer."""


class LineReader:
    """Cuts a streamed reply into lines and reads each; `malformed` counts those that are none of the agreed objects."""

    def __init__(self) -> None:
        self._rest = ""
        self.malformed = 0

    def feed(self, piece: str) -> Iterator[Claim | NotInPassages]:
        """Take the next piece of the reply; yield what its complete lines say."""
        self._rest += piece
        while "\n" in self._rest:
            line, self._rest = self._rest.split("\n", 1)
            yield from self._read(line)
        if len(self._rest) > _LONGEST_LINE:
            self._rest = ""
            self.malformed += 1

    def close(self) -> Iterator[Claim | NotInPassages]:
        """Read what is left after the last piece."""
        line, self._rest = self._rest, ""
        yield from self._read(line)

    def _read(self, line: str) -> Iterator[Claim | NotInPassages]:
        line = line.strip().rstrip(",")
        if not line or line.startswith("```") or line in {"[", "]"}:
            return
        try:
            if "not_in_passages" in line and '"statement"' not in line:
                if _Nothing.model_validate_json(line).not_in_passages:
                    yield NotInPassages()
                return
            read = _Line.model_validate_json(line)
        except ValidationError:
            self.malformed += 1
            return
        yield Claim(read.statement.strip(), tuple((key.strip(" []"), quote) for key, quote in read.references))
