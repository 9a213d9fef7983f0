"""From a question to a checked answer: the chain that joins every stage, as LangChain Runnables.

    understand | retrieve | draft | check

`understand` cleans the question, makes it standalone, finds its reports, and answers what needs no search (refusals of
the guard, a question back, a direct reference, the ledger). Every draft, whoever made it, passes `check`.
"""

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Unpack

from langchain_core.runnables import Runnable, RunnableLambda

import prompts
from ingest.kinds.loader import is_usual
from ingest.models import Passage
from retrieval.acts import is_printed_theme, look_up, turn_away
from retrieval.admission.guard import Inspected, clean, inspect
from retrieval.admission.personal_data import find_personal_data
from retrieval.checking.gate import check
from retrieval.enquiry import Circumstances, Enquiry
from retrieval.errors import EmptyLibrary, LibraryBusy, LibraryNotWritable, ModelError
from retrieval.extractive.answerer import Extractive
from retrieval.extractive.refusal import refusal_text
from retrieval.generative.answerer import open_generative
from retrieval.held import Held, Meanings
from retrieval.ledger.answers import put_grades_first
from retrieval.library.library import Library
from retrieval.models import UNSEARCHED, Answer, Draft, Evidence, Notice, Scope, Statement
from retrieval.question.model import TrainedModel
from retrieval.question.models import Question
from retrieval.question.read import QuestionReader
from retrieval.question.spelling import mend
from retrieval.repair.answers import answer_repair
from retrieval.repair.kinds import RepairKind, RepairReader, is_repair
from retrieval.scope.resolve import resolve_scope
from retrieval.scope.topic import topic_of
from retrieval.scope.unknown_places import find_strangers
from retrieval.search.gathering import Gathered, gather
from retrieval.search.retriever import Retriever
from retrieval.store.receipts import hash_question, new_receipt_id, without_questions
from retrieval.text.folding import fold
from retrieval.vectors.encoding import Vector
from settings import Settings, forbid_tracing

EVIDENCE_SHOWN = 10
EVIDENCE_READ = 24
"""Passages that an answerer may draw on: the tenth holds the evidence 19 times in 20, a list's items reach further."""
WITHHELD = "(withheld: it held personal details)"
"""What stands for a question with personal data wherever it would be kept."""
PROMPTS = ("answer", "repair", "standalone")


class Assistant:
    """Answers questions over one library; safe to share between threads."""

    def __init__(self, library: Library, settings: Settings) -> None:
        if not settings.tracing:
            forbid_tracing()
        self._library = library
        self._settings = settings
        self._retriever = Retriever(library=library)
        self._extractive = Extractive()
        self._generative = open_generative(settings)
        self._reader = QuestionReader(TrainedModel())
        self._repairs = RepairReader(self._encode)
        self.chain: Runnable[Enquiry, Enquiry] = (
            RunnableLambda(self._understand, name="understand")
            | RunnableLambda(self._retrieve, name="retrieve")
            | RunnableLambda(self._draft, name="draft")
            | RunnableLambda(self._check, name="check")
        )

    def ask(self, question: str, **circumstances: Unpack[Circumstances]) -> Answer:
        """Answer one question, of the `reports` selected or of those that it names itself.

        Raises `BadQuestion` on an empty or overlong question, `EmptyLibrary` where nothing is held, `UnknownReport`.
        """
        *_, answer = self.stream(question, **circumstances)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: str, **circumstances: Unpack[Circumstances]) -> Iterator[Statement | Answer]:
        """Yield each statement once it has been checked, then the whole answer; see `ask`."""
        shown: list[Statement] = []
        # A report may be replaced or removed while it is searched: an answer is of the state in which it was asked.
        with self._library.one_state():
            enquiry = self._enquire(question, **circumstances)
            started = time.perf_counter()
            if self._generative is None:
                enquiry = self.chain.invoke(enquiry)
            else:
                enquiry = self._retrieve(self._understand(enquiry))
        if self._generative is not None:
            for item in self._generate(enquiry):
                if isinstance(item, Statement):
                    shown.append(item)
                    yield item
                else:
                    enquiry = self._check(replace(enquiry, draft=item))
        answer = self._finish(enquiry, time.perf_counter() - started)
        yield from (one for one in answer.statements if one not in shown)
        yield answer

    def search(self, question: str, *, reports: Sequence[str] = (), limit: int = EVIDENCE_SHOWN) -> list[Evidence]:
        """Return the passages nearest to a question, best first, of `reports` or of those that the question names."""
        with self._library.one_state():
            enquiry = self._understand(self._enquire(question, reports=reports))
            return self._retriever.rank(enquiry.question.text, reports=enquiry.searched, limit=limit)

    def fingerprint(self) -> dict[str, Any]:
        """Return everything that an answer depends on, apart from the question."""
        held = {report.key: report.sha256 for report in self._library.reports()}
        return {
            "embedder": self._library.fingerprint,
            "reports": hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16],
            "report_count": len(held),
            "model": self._settings.model,
            "prompts": [prompts.load(name).identity for name in PROMPTS] if self._settings.model else [],
            "ranking": self._retriever.weights_digest,
            "refusal": self._extractive.weights_digest,
            "reading": self._reader.fingerprint,
        }

    def passage(self, passage: str) -> Passage:
        """Return a passage by its id."""
        return self._library.passage(passage)

    # The stages

    def _enquire(self, question: str, **circumstances: Unpack[Circumstances]) -> Enquiry:
        """Check what was given before the clock starts; load the models on the first question."""
        held = tuple(self._library.reports())
        if not held:
            raise EmptyLibrary(
                f"The library in {self._library.home} holds no report.", remedy="Run `inspection-qa ingest PATH`."
            )
        selected = tuple(self._library.report(key).key for key in circumstances.get("reports", ()))
        # What was refused must not come back as the history of a follow-up.
        history = [
            replace(turn, question=clean(turn.question))
            for turn in circumstances.get("history", ())
            if not find_personal_data(turn.question) and not find_personal_data(clean(turn.question))
        ]
        self._retriever.warm_up()
        return Enquiry(
            question,
            selected,
            tuple(history),
            held,
            Question(question, question, fold(question)),
            generation=self._library.generation,
            basis=self.fingerprint(),
            authority=circumstances.get("authority"),
            section=tuple(circumstances.get("section", ())),
        )

    def _understand(self, enquiry: Enquiry) -> Enquiry:
        """Read the question, find its reports, and answer what needs no search."""
        inspected = inspect(enquiry.typed)
        if inspected.draft is not None and not self._greets(inspected):
            question = replace(enquiry.question, text=inspected.text, act="out_of_scope")
            return replace(enquiry, question=question, draft=inspected.draft, whole=True)
        mended = mend(inspected.text, self._library.prints, {report.authority for report in enquiry.reports})
        question = self._read(mended.text, enquiry)
        if enquiry.history and is_repair(question):
            kind = self._repairs.kind_of(question)
            if kind != "instead":
                return self._repair(replace(enquiry, question=question), kind)
            again = self._reader.read(enquiry.typed, enquiry.reports, text=question.text)
            question = replace(again, carried=question.carried, refers_back=True, turn=question.turn)
        enquiry = replace(enquiry, question=question, slips=mended.notices)
        scope = resolve_scope(question, enquiry.reports, selected=enquiry.selected, authority=enquiry.authority)
        return self._look_up(enquiry, scope)

    def _greets(self, inspected: Inspected) -> bool:
        """Say whether what is no question for the reports is a greeting, thanks or a question for help."""
        off_topic = inspected.draft is not None and inspected.draft.reason == "off_topic"
        return off_topic and self._reader.read(inspected.text, ()).act == "help"

    def _read(self, text: str, enquiry: Enquiry) -> Question:
        """Read a question; a follow-up as a language model completes it, unless a name was lost on the way."""
        strangers = find_strangers(text, enquiry.reports, self._library.prints)
        question = self._reader.read(enquiry.typed, enquiry.reports, enquiry.history, text=text, strangers=strangers)
        if self._generative is not None and enquiry.history:
            rewritten = self._generative.rewrite(text, enquiry.history)
            again = self._reader.read(enquiry.typed, enquiry.reports, text=rewritten) if rewritten else question
            # Names typed in small letters, too: an authority that is asked about stays asked about.
            if set(question.said) <= set(again.authorities):
                return replace(
                    again, carried=question.carried, refers_back=question.refers_back, turn=question.turn or question
                )
        return question

    def _repair(self, enquiry: Enquiry, kind: RepairKind) -> Enquiry:
        """Answer the question before anew, and from that answer what is asked of it."""
        *earlier, last = enquiry.history
        question = Question(last.question, last.question, fold(last.question))
        before = self.chain.invoke(replace(enquiry, typed=last.question, history=tuple(earlier), question=question))
        draft = answer_repair(kind, enquiry.question, self._answer(before, 0.0), self._held(enquiry))
        scope = Scope(before.searched, "named", notices=before.scope.notices if before.scope else ())
        return replace(enquiry, draft=draft, scope=scope, whole=True)

    def _held(self, enquiry: Enquiry) -> Held:
        return Held(
            enquiry.reports,
            # Scales of other families never mix with this one: their outcomes are read as text.
            [cell for cell in self._library.judgements() if is_usual(cell.report.kind)],
            self._library.passages,
            self._library.passages_by_id,
            self._library.texts_holding,
            Meanings(self._library.fingerprint, self._library.sentence_vectors, self._encode),
        )

    def _encode(self, text: str) -> Vector:
        return self._library.encode_query(text).vector

    def _look_up(self, enquiry: Enquiry, resolved: Scope | Draft) -> Enquiry:
        """Answer what needs no search, by the first look-up that knows the answer."""
        anywhere = Scope(tuple(report.key for report in enquiry.reports), "all")
        scope = resolved if isinstance(resolved, Scope) else anywhere
        found = look_up(enquiry.question, scope, self._held(enquiry), settled=scope is resolved)
        if found is None and isinstance(resolved, Draft):
            return replace(enquiry, draft=resolved, whole=True)
        if found is None:
            return replace(enquiry, scope=scope)
        changed = [one for one in scope.notices if one.code == "scope_changed"]
        notices = tuple(dict.fromkeys((*changed, *found.scope.notices)))
        return replace(enquiry, draft=found.draft, scope=replace(found.scope, notices=notices), whole=found.complete)

    def _retrieve(self, enquiry: Enquiry) -> Enquiry:
        """Rank the passages; those that a look-up cites come first, the rest stands beside as the nearest."""
        if enquiry.draft is not None and enquiry.draft.outcome in UNSEARCHED:
            return enquiry
        scope = enquiry.scope
        topic = topic_of(enquiry.question.text, scope, enquiry.reports) if scope else enquiry.question.text

        def rank(question: str, reports: Sequence[str]) -> list[Evidence]:
            return self._retriever.rank(
                question, reports=reports, limit=EVIDENCE_READ, section=enquiry.section_searched
            )

        gathered = gather(topic, enquiry.searched, scope.sides if scope else (), rank)
        return replace(enquiry, topic=topic, gathered=gathered, evidence=tuple(self._cited_first(enquiry, gathered)))

    def _cited_first(self, enquiry: Enquiry, gathered: Gathered) -> list[Evidence]:
        ranked = gathered.together
        statements = enquiry.draft.statements if enquiry.draft else ()
        cited = dict.fromkeys(citation.passage for one in statements for citation in one.citations)
        if not cited:
            return list(ranked)
        by_key = {report.key: report for report in enquiry.reports}
        held = self._library.passages_by_id(cited)
        top = ranked[0].score if ranked else 1.0
        # A row of the ledger rests on its grade first; who and when are quoted beside it.
        found = sorted((held[one] for one in cited if one in held), key=lambda one: one.kind != "judgements")
        first = [Evidence(passage, by_key[passage.report], top) for passage in found]
        return first + [one for one in ranked if one.passage.id not in cited]

    def _draft(self, enquiry: Enquiry) -> Enquiry:
        """Answer by extraction what no look-up has answered whole."""
        if enquiry.scope is None or enquiry.whole:
            return enquiry
        found = enquiry.gathered
        theme = is_printed_theme(enquiry.question, enquiry.scope, self._held(enquiry))
        draft = self._extractive.answer(enquiry.topic, enquiry.scope, found.evidence, found.parts, theme=theme)
        if not draft.statements and (turned := turn_away(enquiry.question, enquiry.scope, self._held(enquiry))):
            draft = turned.draft
        return replace(enquiry, draft=put_grades_first(enquiry.draft, draft))

    def _generate(self, enquiry: Enquiry) -> Iterator[Statement | Draft]:
        """Answer by the model; where it fails, by extraction, and say so."""
        assert self._generative is not None
        if enquiry.scope is None or enquiry.whole:
            assert enquiry.draft is not None
            yield enquiry.draft
            return
        try:
            for item in self._generative.stream(enquiry.question.text, enquiry.evidence):
                yield put_grades_first(enquiry.draft, item) if isinstance(item, Draft) else item
        except ModelError as error:
            fell_back = Notice("fell_back", f"{error.message} These are the report's own sentences instead.")
            draft = self._draft(enquiry).draft
            assert draft is not None
            yield replace(draft, notices=(*draft.notices, fell_back))

    def _check(self, enquiry: Enquiry) -> Enquiry:
        """Drop every statement that does not hold."""
        assert enquiry.draft is not None
        cited = {citation.passage for one in enquiry.draft.statements for citation in one.citations}
        read = {one.passage.id: one.passage for one in enquiry.evidence}
        draft = check(enquiry.draft, read | self._library.passages_by_id(cited - read.keys()))
        if draft.text is None:
            draft = replace(draft, text=refusal_text(enquiry.searched, enquiry.reports))
        return replace(enquiry, draft=draft)

    def _finish(self, enquiry: Enquiry, seconds: float) -> Answer:
        answer = self._answer(enquiry, seconds)
        if self._keep_receipt(enquiry, answer):
            return answer
        unkept = Notice(
            "receipt_not_kept", "The receipt of this answer could not be kept: the library is not writable."
        )
        return replace(answer, notices=(*answer.notices, unkept))

    def _answer(self, enquiry: Enquiry, seconds: float) -> Answer:
        draft = enquiry.draft
        assert draft is not None
        return Answer(
            question=WITHHELD if draft.reason == "personal_data" else clean(enquiry.typed),
            standalone_question=enquiry.question.text,
            outcome=draft.outcome,
            reason=draft.reason,
            text=draft.text or "",
            statements=draft.statements,
            evidence=enquiry.evidence[:EVIDENCE_SHOWN],
            searched=enquiry.searched if draft.outcome not in UNSEARCHED else (),
            notices=enquiry.notices,
            receipt=new_receipt_id(),
            seconds=seconds,
            choices=draft.choices,
            confidence=draft.confidence,
            usage=draft.usage,
            understood=enquiry.question.to_json(),
        )

    def _keep_receipt(self, enquiry: Enquiry, answer: Answer) -> bool:
        kept = self._settings.keep_questions
        settings = {**enquiry.basis, **enquiry.for_receipt(answer.searched, keep_questions=kept)}
        # A library that may only be read, or in which another process is stuck, still answers.
        with suppress(LibraryNotWritable, LibraryBusy):
            self._library.receipts.save(
                answer.question if kept else hash_question(answer.question),
                answer.to_json() if kept else without_questions(answer.to_json()),
                generation=enquiry.generation,
                settings=settings,
                receipt_id=answer.receipt,
            )
            return True
        return False
