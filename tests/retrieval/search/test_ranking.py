"""The arithmetic of a ranking: pools, similarities, traits, fusion."""

import math
from pathlib import Path

import numpy as np
import pytest

from ingest.models import Chunk, Passage, PassageKind
from retrieval.question.intent import read_intent
from retrieval.search.features import TRAITS, traits
from retrieval.search.pool import Pool, make_pool
from retrieval.search.similarity import late_interaction, paragraph_similarity, sentence_scores, sentence_similarity
from retrieval.search.weights import Weights, probabilities
from retrieval.vectors.encoding import Encoded, EncodedQuery, unit

EAST, NORTH, NORTH_EAST = np.array([1, 0], np.float32), np.array([0, 1], np.float32), unit(np.array([1, 1], np.float32))


def passage(name: str, text: str = "Text.", kind: PassageKind = "paragraph", section: tuple[str, ...] = ()) -> Passage:
    return Passage(id=name, report="r", label=name, kind=kind, number=None, section=section, text=text, ordinal=0)


def chunk(of: str, part: int = 0, sentences: tuple[tuple[int, int], ...] = ((0, 5),)) -> Chunk:
    return Chunk(id=f"{of}-{part}", passage=of, part=part, text="Text.", header="", start=0, sentences=sentences)


def encoded(vector: np.ndarray, *, tokens: list[list[int]] | None = None, sentences: int = 1) -> Encoded:
    return Encoded(
        vector=vector,
        sentences=np.stack([vector] * sentences) if sentences else np.zeros((0, 2), np.float32),
        tokens=np.array(tokens or [[127, 0]], np.int8),
    )


def query(vector: np.ndarray, tokens: list[np.ndarray], weights: list[float]) -> EncodedQuery:
    return EncodedQuery(vector, np.array(tokens, np.float32).reshape(-1, 2), np.array(weights, np.float32))


@pytest.fixture
def pool() -> Pool:
    """Passage a is split in two parts, east and north; b has no chunk; c lies north-east with two sentences."""
    return make_pool(
        [passage("a"), passage("b"), passage("c")],
        [chunk("a", 0), chunk("a", 1, ((6, 9),)), chunk("c", 0, ((0, 5), (6, 11)))],
        [
            encoded(EAST, tokens=[[100, 0]]),
            encoded(NORTH, tokens=[[0, 50], [0, 3]]),
            encoded(NORTH_EAST, tokens=[[70, 70]], sentences=2),
        ],
    )


@pytest.mark.parametrize("similarity", [paragraph_similarity, sentence_similarity], ids=["paragraph", "sentence"])
def test_a_split_passage_counts_once_by_its_best_part(pool: Pool, similarity: object) -> None:
    assert callable(similarity)
    scores = similarity(query(NORTH, [NORTH], [1.0]), pool)
    assert scores == pytest.approx([1.0, 0.0, math.sqrt(0.5)])


def test_late_interaction_is_the_weighted_mean_of_the_best_cosines(pool: Pool) -> None:
    scores = late_interaction(query(EAST, [EAST, NORTH], [0.75, 0.25]), pool)
    assert scores == pytest.approx([0.75, 0.0, math.sqrt(0.5)], abs=1e-6)


def test_a_model_without_token_vectors_has_no_late_interaction(pool: Pool) -> None:
    assert late_interaction(query(EAST, [], []), pool).tolist() == [0.0, 0.0, 0.0]


def test_nothing_to_compare_with() -> None:
    empty = make_pool([], [], [])
    assert empty.passages == ()
    assert empty.nbytes == 0


def test_each_sentence_of_every_part_has_its_cosine(pool: Pool) -> None:
    found = sentence_scores(query(NORTH, [NORTH], [1.0]), pool, 0)
    assert [(one.start, one.end, round(one.score, 3)) for one in found] == [(0, 5, 0.0), (6, 9, 1.0)]
    assert len(sentence_scores(query(NORTH, [NORTH], [1.0]), pool, 2)) == 2
    assert sentence_scores(query(NORTH, [NORTH], [1.0]), pool, 1) == ()


def test_the_score_is_the_weighted_sum_of_known_signals() -> None:
    weights = Weights({"late": 2.0, "keyword": 1.0, "not measured": 9.0}, "digest")
    signals = {"late": np.array([1.0, 0.5], np.float32), "keyword": np.array([0.0, 3.0], np.float32)}
    signals["not weighed"] = np.array([9.0, 0.0], np.float32)
    assert weights.score(signals).tolist() == [2.0, 4.0]


def test_probabilities_sum_to_one_and_keep_the_order() -> None:
    shares = probabilities(np.array([700.0, 701.0, -5.0], np.float32))
    assert shares.sum() == pytest.approx(1.0)
    assert shares.argsort().tolist() == [2, 0, 1]


def test_the_weights_in_use_weigh_every_signal() -> None:
    assert set(Weights.load().values) == {"keyword", "glossary", "paragraph", "sentence", "late", *TRAITS}


def test_other_weights_have_another_digest(tmp_path: Path) -> None:
    for name, value in (("one", 1), ("two", 2)):
        (tmp_path / name).write_text(f"[weights]\nlate = {value}\n", encoding="utf-8")
    assert Weights.load(tmp_path / "one").digest != Weights.load(tmp_path / "two").digest


TABLE = passage("Judgements", "Adoption performance Good", "judgements")
HEADING = passage("h", "Experiences of care leavers: outstanding", "heading")
BULLET = passage("b", "In 2016, 14 of 20 plans were late.", "bullet")
ADVICE = passage("r", "Review the offer.", "recommendation")
IMPROVE = passage("i", "The offer to carers.", "bullet", ("What needs to improve",))
TEAM = passage("t", "Lead inspector: Ada Example", "unnumbered")
CAUSE = passage("c", "Visits lapsed because of vacancies.")
EVERY = (TABLE, HEADING, BULLET, ADVICE, IMPROVE, TEAM, CAUSE)


@pytest.mark.parametrize(
    ("question", "trait", "meant"),
    [
        ("What was adoption rated?", "grade", {"Judgements", "h"}),
        ("What was adoption rated?", "grade_table", {"Judgements"}),
        ("How many plans were late?", "grade", set()),
        ("How many plans were late?", "figures", {"b"}),
        ("When did it start?", "date", {"b"}),
        ("What do inspectors recommend?", "asks", {"r", "i"}),
        ("How many plans were late?", "asks_unasked", {"r", "i"}),
        ("Who led the inspection?", "inspectors", {"t"}),
        ("When was the inspection?", "inspection", {"t"}),
        ("Why did visits lapse?", "cause", {"c"}),
        ("Why did visits lapse?", "heading", {"h"}),
        ("Why did visits lapse?", "unnumbered", {"t"}),
    ],
)
def test_a_trait_marks_the_passages_that_the_question_calls_for(question: str, trait: str, meant: set[str]) -> None:
    values = traits(question, read_intent(question), EVERY)
    assert tuple(values) == TRAITS
    assert {one.id for one, value in zip(EVERY, values[trait], strict=True) if value} == meant


def test_every_trait_lies_between_0_and_1() -> None:
    many = passage("many", " ".join(str(number) for number in range(50)))
    values = traits("How many?", read_intent("How many?"), [*EVERY, many])
    assert all(0 <= value <= 1 for row in values.values() for value in row)
