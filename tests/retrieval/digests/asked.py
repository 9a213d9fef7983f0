"""Questions as they stand once read, and a library as the digests see it."""

from retrieval.held import Held, LookedUp, Meanings
from retrieval.library.library import Library
from retrieval.models import Scope
from retrieval.question.models import Act, Format, Period, Question
from retrieval.text.folding import fold


def make_question(  # each part of the reading may matter to a test
    text: str,
    act: Act,
    *,
    period: Period = Period(),  # noqa: B008  # frozen
    areas: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    form: Format = Format(),  # noqa: B008  # frozen
) -> Question:
    """Return a question as the reader would hand it on."""
    return Question(text, text, fold(text), act=act, period=period, areas=areas, topics=topics, format=form)


def look_at(library: Library) -> Held:
    """Return the library as the look-ups see it."""
    meanings = Meanings(library.fingerprint, library.sentence_vectors, lambda text: library.encode_query(text).vector)
    return Held(
        tuple(library.reports()),
        library.judgements(),
        library.passages,
        library.passages_by_id,
        library.texts_holding,
        meanings,
    )


def selected(*reports: str) -> Scope:
    """Return the scope of reports that were chosen."""
    return Scope(reports, "selected")


def labels(found: LookedUp) -> list[str]:
    """Return where each statement stands."""
    return [statement.citations[0].label for statement in found.draft.statements]
