"""Which sentences to tell: the weightiest that say different things, in the proportion asked for, within a length."""

from collections.abc import Callable, Sequence

import numpy as np

from retrieval.findings.sentences import Finding, Piece, piece_for

_SAME = 0.6
"""Share of the smaller sentence's stems from which two sentences say one thing: summaries repeat findings reworded."""
_LIKE = 0.5
"""Price of being like what is told already, as a share of the cosine: without it four sentences tell of one thing."""
_CROWDED = 0.15
"""Price of each sentence told from the same passage."""
_LENGTH = 2.0
"""Price of a hundred words: short sentences let more be told."""
_DECIDED = 0.5
"""Probability from which a sentence counts as praise or criticism."""
_FEWEST_WORDS = 5

Worth = Callable[[Finding], float]


def choose(
    candidates: Sequence[Finding],
    findings: Sequence[Finding],
    worth: Worth,
    *,
    words: int,
    most: int,
    onward: bool = False,
    fits: Callable[[Piece], bool] = lambda _: True,
) -> list[Piece]:
    """Return the pieces to tell, in reading order; `findings` are all of the report, for what a sentence leans on.

    `onward` also tells how a sentence goes on ("This has …"); `fits` refuses a piece for what it brings along.
    """
    scores = [(one, worth(one)) for one in candidates if one.length >= _FEWEST_WORDS]
    chosen: list[Piece] = []
    while scores and len(chosen) < most:
        finding, _ = max(scores, key=lambda one: one[1] - _price(one[0], chosen))
        scores = [one for one in scores if one[0] is not finding]
        piece = piece_for(finding, findings, onward=onward)
        room = words - sum(one.length for one in chosen)
        if piece is not None and piece.length <= room and fits(piece) and not _repeats(piece, chosen):
            chosen.append(piece)
    return sorted(chosen, key=lambda one: one.place)


def in_proportion(
    candidates: Sequence[Finding], findings: Sequence[Finding], worth: Worth, *, words: int, most: int
) -> list[Piece]:
    """Return the pieces to tell, criticism among them in the proportion that it has among `candidates`."""
    critical = [one for one in candidates if criticises(one)]
    rest = [one for one in candidates if not criticises(one)]
    if not critical or not rest or most == 1:
        return choose(candidates, findings, worth, words=words, most=most)
    share = min(max(len(critical) / len(candidates), 1 / most), 1 - 1 / most)
    bad = choose(critical, findings, worth, words=round(words * share), most=round(most * share))
    bad = bad or choose(critical, findings, worth, words=words // 2, most=1)
    told = {finding for piece in bad for finding in piece.findings}
    room = words - sum(one.length for one in bad)
    good = choose([one for one in rest if one not in told], findings, worth, words=room, most=most - len(bad))
    return sorted([*bad, *good], key=lambda one: one.place)


def criticises(finding: Finding) -> bool:
    """Whether a sentence criticises, with or without praise."""
    return finding.polarity.criticism >= _DECIDED


def centrality(findings: Sequence[Finding]) -> Worth:
    """Return how much a sentence is about what all of these are about; the first of a paragraph is its topic."""
    vectors = [one.vector for one in findings if one.vector is not None]
    middle = np.mean(vectors, axis=0) if vectors else None

    def worth(finding: Finding) -> float:
        near = float(finding.vector @ middle) if middle is not None and finding.vector is not None else 0.0
        topic = 0.3 if finding.index == 0 else 0.0
        return near + topic + 0.3 * abs(finding.polarity.balance)

    return worth


def salience(telling: Sequence[Finding]) -> Worth:
    """Return how near a sentence is to one of those that the report itself puts first: what its summary says."""
    vectors = [one.vector for one in telling if one.vector is not None]
    rows = np.array(vectors) if vectors else None

    def worth(finding: Finding) -> float:
        return float((rows @ finding.vector).max()) if rows is not None and finding.vector is not None else 0.0

    return worth


def _price(finding: Finding, chosen: Sequence[Piece]) -> float:
    told = [one for piece in chosen for one in piece.findings]
    like = max((_cosine(finding, one) for one in told), default=0.0)
    crowd = sum(one.passage.id == finding.passage.id for one in told)
    return _LIKE * like + _CROWDED * crowd + _LENGTH * finding.length / 100


def _cosine(one: Finding, other: Finding) -> float:
    return float(one.vector @ other.vector) if one.vector is not None and other.vector is not None else 0.0


def _repeats(piece: Piece, chosen: Sequence[Piece]) -> bool:
    told = [one for other in chosen for one in other.findings]
    return any(
        one in told or len(one.stems & other.stems) >= _SAME * max(1, min(len(one.stems), len(other.stems)))
        for one in piece.findings
        for other in told
    )
