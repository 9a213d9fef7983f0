"""What `build_passages` yields."""

from dataclasses import dataclass

from ingest.models import Furniture, Passage, ReadingNote


@dataclass(frozen=True, slots=True)
class Structure:
    """Everything that was made of a document's text."""

    passages: tuple[Passage, ...]
    furniture: tuple[Furniture, ...]
    notes: tuple[ReadingNote, ...]
