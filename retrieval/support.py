"""Whether passages support a sentence that was not copied from them: a deterministic check, no model.

Used on generated statements before they are shown, and by the evaluations on whatever was shown. It errs on the side
of rejecting: a true paraphrase that shares few words with its source is sent back for repair.
"""

from collections.abc import Sequence

from ingest.models import Passage
from ingest.sentences import split_sentences
from retrieval.citations import unsupported_tokens
from retrieval.normalise import content_stems, words

MINIMUM_COVER = 0.5
"""Share of a statement's content words that must stand in its passages: lower lets topics be swapped, higher rejects
plain rewording (measured in tests/retrieval/test_support.py on hand-made paraphrases and mutations)."""
SAME_SENTENCE = 0.75
"""Cover by a single sentence from which that sentence is taken to be the one restated, so that polarity must agree."""

_NEGATIVE = frozenset(
    """not no never none nor neither without cannot nobody nothing unable fail fails failed failing lack lacks lacking
    insufficient insufficiently""".split()
)
_OPPOSITES = tuple(
    frozenset(pair.split("/"))
    for pair in """good/inadequate good/poor strong/weak increase/decrease increased/decreased increasing/decreasing
    improved/deteriorated improved/declined improving/declining higher/lower more/fewer more/less most/few all/some
    always/rarely effective/ineffective sufficient/insufficient timely/delayed well/poorly rise/fall rose/fell
    above/below majority/minority appropriate/inappropriate consistent/inconsistent adequate/inadequate first/last
    before/after largest/smallest""".split()
)


def support_fault(text: str, passages: Sequence[Passage]) -> str | None:
    """Return why `passages` do not support `text`, or None where they do."""
    if missing := unsupported_tokens(text, passages):
        return f"not in the cited passages: {', '.join(missing)}"
    spoken = set(content_stems(text))
    if not spoken:
        return "it says nothing"
    held = {stem for passage in passages for stem in content_stems(_whole(passage))}
    if len(spoken & held) / len(spoken) < MINIMUM_COVER:
        return "most of its words are not in the cited passages"
    return _polarity_fault(text, spoken, passages)


def _whole(passage: Passage) -> str:
    return " ".join((passage.text, passage.lead_in, passage.label, *passage.section))


def _polarity_fault(text: str, spoken: set[str], passages: Sequence[Passage]) -> str | None:
    """Compare with the sentence that `text` restates most closely, if one is close enough to be its source."""
    sentences = [
        f"{passage.lead_in} {passage.text[start:end]}"
        for passage in passages
        for start, end in split_sentences(passage.text)
    ]
    best = max(sentences, key=lambda one: len(spoken & set(content_stems(one))), default="")
    if len(spoken & set(content_stems(best))) / len(spoken) < SAME_SENTENCE:
        return None
    if negations(text) % 2 != negations(best) % 2 and not _both(text, best):
        return "it says the opposite of its source (a negation was added or left out)"
    said, printed = set(words(text)), set(words(best))
    for pair in _OPPOSITES:
        swapped = {one for one in pair if one in said and one not in printed}
        if swapped and (pair - swapped) & printed and not (pair - swapped) & said:
            return f"it says “{min(swapped)}” where its source says “{min(pair - swapped)}”"
    return None


def _both(text: str, source: str) -> bool:
    """Whether both are negative, or the source mixes: a restated half of a sentence need not carry both negations."""
    return negations(text) > 0 and negations(source) > 0


def negations(text: str) -> int:
    """Count the negating words of a text."""
    return sum(word in _NEGATIVE or word.endswith("n't") for word in words(text))
