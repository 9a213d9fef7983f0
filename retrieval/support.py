"""Whether passages support a sentence that was not copied from them: a deterministic check, no model.

Used on generated statements before they are shown, and by the evaluations on whatever was shown. Each sentence of a
statement is laid beside the sentences that it restates: they must carry most of what it says, its numbers, and not the
opposite. It errs on the side of rejecting: a true paraphrase that shares few words with its source is sent back for
repair. How often it errs either way is measured in tests/evals/test_mutations.py.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.authorities import known_authorities
from ingest.models import Passage
from ingest.sentences import split_sentences
from retrieval.citations import unsupported_tokens
from retrieval.misplaced import misplaced_number
from retrieval.normalise import STOP_WORDS, content_stems, stem, words
from retrieval.polarity import NEGATIVE, opposite_fault
from retrieval.quantities import NUMBER_WORDS, quantities
from retrieval.rarity import rarity

MINIMUM_COVER = 0.5
"""Share of a sentence's meaning (its stems, weighed by rarity) that its sources must carry: lower lets topics be
swapped, higher rejects plain rewording."""
NUMBER_WEIGHT = 5.0
"""What a number of the sentence counts beside its words (0.3 to 8.5 each), all of them being printed."""
SOURCES = 3
"""Sentences that one sentence may restate."""
WORTHWHILE = 0.12
"""Share of the meaning that a further source must add; below, common words draw in sentences about other things."""


_ACRONYM = re.compile(r"\b[A-Z]{3,}(?=s?\b)")
_WEIGHTLESS = STOP_WORDS | NEGATIVE | NUMBER_WORDS | frozenset("per cent percent only just".split())
"""What is compared apart from the lexical cover: negations and numbers; and what carries no meaning of its own."""


def support_fault(text: str, passages: Sequence[Passage]) -> str | None:
    """Return why `passages` do not support `text`, or None where they do."""
    if missing := _unheld(text, passages):
        return f"not in the cited passages: {', '.join(missing)}"
    if not content_stems(text):
        return "it says nothing"
    sources = [sentence for passage in passages for sentence in _sentences(passage)]
    for start, end in split_sentences(text):
        sentence = text[start:end].strip()
        verbatim = any(one.endswith(sentence) for one in sources)
        if not verbatim and (fault := _sentence_fault(sentence, sources)):
            return fault
    return None


def _unheld(text: str, passages: Sequence[Passage]) -> list[str]:
    """Return the numbers, dates and names that no passage prints; a report's own authority and a plural are no news."""
    printed = {word for passage in passages for word in words(f"{passage.text} {' '.join(passage.section)}")}
    printed |= {word for passage in passages for word in words(passage.report.replace("_", " "))}
    known = printed | {word.removesuffix("s") for word in printed} | {f"{word}s" for word in printed}
    missing = [
        one for one in unsupported_tokens(text, passages) if not one[0].isalpha() or not set(words(one)) <= known
    ]
    # A capital that opens a sentence says nothing by itself, unless it opens the name of another council.
    opening = text.split(maxsplit=1)[0] if text.strip() else ""
    elsewhere = opening.lower() in _authorities() and not set(words(opening)) <= known
    return [*missing, opening] if elsewhere else missing


@lru_cache(maxsize=1)
def _authorities() -> frozenset[str]:
    return frozenset(one.name.lower() for one in known_authorities().values())


def _sentence_fault(text: str, sources: Sequence[str]) -> str | None:
    source = " ".join(_restated(text, sources))
    text, source = _abbreviated(text, source), _abbreviated(source, text)
    said, printed = quantities(text), quantities(source)
    if moved := [spelled for canonical, spelled in said.items() if canonical not in printed]:
        return f"the passages say it without this number: {', '.join(moved)}"
    numbers = NUMBER_WEIGHT * len(said)
    carried = sum(map(rarity, _stems(text) & _stems(source))) + numbers
    if carried < MINIMUM_COVER * (sum(map(rarity, _stems(text))) + numbers):
        return "most of what it says is not in the cited passages"
    return misplaced_number(text, source) or opposite_fault(text, source)


def _abbreviated(text: str, other: str) -> str:
    """Return `text` with each run of words put as the acronym that `other` uses for it: "PEP" for its three words."""
    for short in set(_ACRONYM.findall(other)):
        text = re.sub(
            r"\b" + r"\w+[\s-]+(?:(?:of|and|for|the)\s)?".join(short) + r"\w+", short, text, flags=re.IGNORECASE
        )
    return text


def _restated(text: str, sources: Sequence[str]) -> list[str]:
    """Return the sources that together carry most of what `text` says, fewest first chosen greedily, in their order."""
    waiting = set(_stems(text))
    least = WORTHWHILE * sum(map(rarity, waiting))
    chosen: list[str] = []
    for _ in range(SOURCES):
        best = max(sources, key=lambda one: sum(map(rarity, waiting & _stems(one))), default="")
        gain = sum(map(rarity, waiting & _stems(best)))
        if not gain or (chosen and gain < least):
            break
        chosen.append(best)
        waiting -= _stems(best)
    return [one for one in sources if one in chosen]


@lru_cache(maxsize=4_096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word.isalpha() and word not in _WEIGHTLESS)


@lru_cache(maxsize=1_024)
def _sentences(passage: Passage) -> tuple[str, ...]:
    """Return the sentences of a passage's lead-in, and its own, each after the last of those; without any it is one."""
    leading = [passage.lead_in[start:end].strip() for start, end in split_sentences(passage.lead_in)]
    found = [passage.text[start:end] for start, end in split_sentences(passage.text)] or [passage.text]
    return (*leading, *(f"{' '.join(leading[-1:])} {one}".strip() for one in found))
