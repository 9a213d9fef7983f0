"""Answers by a chat model: it names evidence keys, code resolves, checks, mends once, and drops what does not hold.

The model prints one JSON object a line (not a provider's structured output): so any model can be used, and each
statement is checked and shown as soon as its line is complete.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import prompts
from retrieval.errors import ModelError
from retrieval.generative.chat_models import mapped_failures, open_chat_model
from retrieval.generative.context import PASSAGE_BUDGET, Context, build_context, show
from retrieval.generative.limits import LONGEST_REPLY, Deadline
from retrieval.generative.model_lines import MOST_MALFORMED, Claim, LineReader, NotInPassages
from retrieval.generative.resolving import Resolved, resolve_claim
from retrieval.models import Draft, Evidence, Notice, Outcome, Statement, Turn, Usage
from retrieval.text.normalise import content_stems
from retrieval.text.quantities import unsupported
from settings import MODEL_TIMEOUT, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

WORD_LIMIT = 110
"""What the model is asked for; the answer's hard limit is 130, and models overrun by a tenth."""
ANSWER_WORDS = 130
REMEMBERED = 4
"""Turns of a conversation that a follow-up may point back to."""
LONGEST_QUESTION = 400
"""Characters of a rewritten question; a longer one is an answer, not a question."""
REPAIRED_STATEMENTS = 3
"""Statements that are sent back, each by itself with its passage: a small model mends one sentence, not a page."""
REWRITING = 0.25
"""Share of the time for an answer that making a follow-up question standalone may take."""


@dataclass(slots=True)
class _Progress:
    """What one question has come to so far."""

    deadline: Deadline
    accepted: list[Statement] = field(default_factory=list)
    failed: list[Resolved] = field(default_factory=list)
    malformed: int = 0
    not_in_passages: bool = False
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Generative:
    """The generative answerer: `stream` yields verified statements and ends with the draft."""

    model: "BaseChatModel"
    name: str
    price: tuple[float, float] | None = None
    """US dollars for a million tokens (in, out), if the operator gave them."""
    budget: int = PASSAGE_BUDGET
    seconds: float = MODEL_TIMEOUT
    """For the whole answer, repairs and the client's own tries after a failure included."""

    def answer(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        """Return the whole answer; raises `ModelError` where the model gives nothing that can be used."""
        *_, draft = self.stream(question, evidence)
        assert isinstance(draft, Draft)
        return draft

    def stream(self, question: str, evidence: Sequence[Evidence]) -> Iterator[Statement | Draft]:
        """Yield each statement once it has been checked, then the `Draft` with all of them.

        Raises `ModelError` before the first statement where the model fails; a failure after it ends the answer as
        `partial` with a notice.
        """
        progress = _Progress(Deadline.after(self.seconds, self.name))
        context = build_context(evidence, budget=self.budget)
        try:
            yield from self._first_pass(question, context, progress)
            if progress.failed:
                yield from self._repair(question, context, progress)
        except ModelError as error:
            if not progress.accepted:
                raise
            yield self._draft(progress, Notice("interrupted", f"{error.message} The answer may be incomplete."))
            return
        if not progress.accepted and not progress.not_in_passages:
            raise ModelError(
                f"Nothing that the model {self.name} said could be checked against the reports.",
                remedy="Try another model, or unset INSPECTION_QA_MODEL to answer by extraction.",
            )
        yield self._draft(progress)

    def rewrite(self, question: str, history: Sequence[Turn]) -> str | None:
        """Return a follow-up question made standalone, or None where the model gives nothing that may be used.

        A rewriting may only join what was said: one that brings in a name, number or date of its own is not used, nor
        one that leaves out what the question named itself.
        """
        said = "\n".join(f"Question: {turn.question}\nAnswer: {turn.answer}" for turn in history[-REMEMBERED:])
        system, user = prompts.load("standalone").fill(history=said, question=question)
        try:
            with mapped_failures(self.name):
                deadline = Deadline.after(self.seconds * REWRITING, self.name)
                (reply,) = deadline.within(lambda: iter([self.model.invoke([("system", system), ("human", user)])]))
                text = " ".join(reply.text.split())
        except ModelError:
            # The rules have made it standalone already; the answer will tell that the model fails.
            return None
        faithful = not unsupported(text, [said, question]) and not unsupported(question, [text])
        return text if faithful and 0 < len(text) <= LONGEST_QUESTION else None

    def _first_pass(self, question: str, context: Context, progress: _Progress) -> Iterator[Statement]:
        system, user = prompts.load("answer").fill(question=question, passages=context.text, word_limit=str(WORD_LIMIT))
        for claim in self._claims(system, user, progress):
            resolved = resolve_claim(claim, context)
            if resolved.statement is None:
                progress.failed.append(resolved)
            elif (statement := self._accept(resolved.statement, progress)) is not None:
                yield statement

    def _repair(self, question: str, context: Context, progress: _Progress) -> Iterator[Statement]:
        """Ask once for each failed statement to be mended by its passage; what fails again stays failed."""
        for failed in progress.failed[:REPAIRED_STATEMENTS]:
            key, passage = _nearest(failed.claim, context)
            system, user = prompts.load("repair").fill(
                question=question, key=key, passage=passage, statement=failed.claim.text, fault=failed.fault or ""
            )
            for claim in self._claims(system, user, progress):
                resolved = resolve_claim(claim, context)
                if resolved.statement is not None:
                    progress.failed.remove(failed)
                    if (statement := self._accept(resolved.statement, progress)) is not None:
                        yield statement
                    break

    @staticmethod
    def _accept(statement: Statement, progress: _Progress) -> Statement | None:
        """Keep a statement unless it repeats one or would take the answer over its limit."""
        spoken = sum(len(one.text.split()) for one in progress.accepted)
        if any(statement.text == one.text for one in progress.accepted):
            return None
        if progress.accepted and spoken + len(statement.text.split()) > ANSWER_WORDS:
            return None
        progress.accepted.append(statement)
        return statement

    def _claims(self, system: str, user: str, progress: _Progress) -> Iterator[Claim]:
        """Stream the model's reply line by line; counts tokens and malformed lines in `progress`."""
        reader = LineReader()
        said = 0
        with mapped_failures(self.name):
            for chunk in progress.deadline.within(lambda: self.model.stream([("system", system), ("human", user)])):
                self._count(chunk, progress)
                _raise_refusal(chunk, self.name)
                said += len(chunk.text.strip())
                yield from _taken(reader.feed(chunk.text), progress)
                if said > LONGEST_REPLY or reader.malformed > MOST_MALFORMED:
                    break
        yield from _taken(reader.close(), progress)
        progress.malformed += reader.malformed
        if not said:
            raise ModelError(f"The model {self.name} answered nothing.", remedy="Try again, or another model.")

    def _count(self, chunk: "AIMessageChunk", progress: _Progress) -> None:
        counted = chunk.usage_metadata
        if counted:
            progress.usage = Usage(
                progress.usage.input_tokens + counted["input_tokens"],
                progress.usage.output_tokens + counted["output_tokens"],
            )

    def _draft(self, progress: _Progress, *notices: Notice) -> Draft:
        dropped = len(progress.failed) + progress.malformed
        if dropped:
            notices += (
                Notice(
                    "dropped",
                    f"{dropped} statement{'s' if dropped > 1 else ''} of the model could not be checked against the "
                    f"reports and {'were' if dropped > 1 else 'was'} left out.",
                ),
            )
        usage = progress.usage
        if self.price is not None:
            cost = (usage.input_tokens * self.price[0] + usage.output_tokens * self.price[1]) / 1_000_000
            usage = replace(usage, cost=cost)
        if not progress.accepted:
            return Draft("not_in_reports", reason="model_found_nothing", notices=notices, usage=usage)
        outcome: Outcome = "partial" if dropped or notices else "answered"
        return Draft(outcome, tuple(progress.accepted), notices=notices, usage=usage, generated=True)


def _taken(items: Iterator[Claim | NotInPassages], progress: _Progress) -> Iterator[Claim]:
    for item in items:
        if isinstance(item, NotInPassages):
            progress.not_in_passages = True
        else:
            yield item


def _nearest(claim: Claim, context: Context) -> tuple[str, str]:
    """Return the passage that a failed statement is mended by, with its key: one named, else the one most like it."""
    spoken = set(content_stems(claim.text))
    named = [key for key, _ in claim.references if key in context.passages] or list(context.passages)
    key = max(named, key=lambda one: len(spoken & set(content_stems(context.passages[one].passage.text))))
    return key, show(key, context.passages[key])


def _raise_refusal(chunk: "AIMessageChunk", name: str) -> None:
    """Turn a provider's own refusal or a cut-off reply into a typed failure."""
    if chunk.additional_kwargs.get("refusal"):
        raise ModelError(f"The model {name} declined to answer.", remedy="Answering by extraction needs no model.")
    reason = chunk.response_metadata.get("finish_reason") or chunk.response_metadata.get("stop_reason")
    if reason in {"content_filter", "refusal", "safety"}:
        raise ModelError(
            f"The provider of {name} filtered its answer.", remedy="Answering by extraction needs no model."
        )


def open_generative(settings: Settings) -> Generative | None:
    """Return what answers in the words of the model that the settings name; None where they name none."""
    if not settings.model:
        return None
    return Generative(
        open_chat_model(settings), settings.model, price=settings.model_price, seconds=settings.model_timeout
    )
