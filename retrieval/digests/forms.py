"""The form that a question asks for: how many words, how many sentences, in lines or as one paragraph."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.findings.sentences import Piece
from retrieval.models import Statement
from retrieval.question.models import Question

WORDS = 130
"""Words of an answer's text (DESIGN, section 6)."""
_BRIEF_WORDS = 70
_BRIEF = re.compile(
    r"\b(?:short|shortest|brief|briefly|quick|quickly|tl;?dr|gist|nutshell|concise|in a (?:line|word|tweet)|headline)\b"
)
_COUNTED_WORDS = re.compile(r"\b(\d{2,3})[- ]words?\b")
_MOST = 12


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is to be told."""

    words: int = WORDS
    most: int | None = None
    """Statements at most, where a number is asked for."""
    mark: str = ""
    """What each line opens with."""
    gap: str = "\n"
    """What stands between two statements."""

    @property
    def one_sentence(self) -> bool:
        """Whether a single sentence is asked for."""
        return self.most == 1

    def of(self, usual: int) -> int:
        """Return how many statements to tell where `usual` are told unasked."""
        return usual if self.most is None else min(self.most, _MOST)

    def room(self, *told: str) -> int:
        """Return the words left beside what is told already."""
        return self.words - sum(len(one.split()) for one in told)

    def lines(self, statements: Sequence[Statement | Piece]) -> str:
        """Return statements as a reader sees them."""
        texts = [one.state().text if isinstance(one, Piece) else one.text for one in statements]
        return self.gap.join(f"{self.mark}{closed(one)}" for one in texts)


def read_form(question: Question) -> Form:
    """Return the form that a question asks for."""
    asked, text = question.format, question.text.lower()
    words = _BRIEF_WORDS if _BRIEF.search(text) else WORDS
    if counted := _COUNTED_WORDS.search(text):
        words = min(max(int(counted[1]), 20), WORDS)
    if asked.shape == "sentence":
        return Form(words, asked.number or 1, gap=" ")
    if asked.shape == "paragraph":
        return Form(words, gap=" ")
    if asked.shape == "bullets":
        return Form(words, asked.number, mark="• ")
    return Form(words, asked.number)


def closed(text: str) -> str:
    """Return `text` with a mark at its end."""
    return text if text[-1:] in ".!?:;'\"’”)" else f"{text.rstrip(',')}."


def together(*parts: str) -> str:
    """Return the parts that say something, each on its own line."""
    return "\n".join(part for part in parts if part)
