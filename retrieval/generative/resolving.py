"""From what a model claims to a statement that holds: keys to passages, quotes to spans, words to their sources."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.chunks.sentences import split_sentences
from ingest.models import Passage
from retrieval.checking.active_content import is_active
from retrieval.checking.citations import cite
from retrieval.checking.support import support_fault
from retrieval.generative.context import Context
from retrieval.generative.model_lines import Claim
from retrieval.models import Citation, Statement
from retrieval.text.normalise import content_stems

_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>\n]{1,200}>|https?://\S+|www\.\S+|[*_`#|]{1,3}")
_REFERENCE = re.compile(r"\s*[\[(](?:P\d+(?:,\s*P\d+)*|para(?:graph)?s?\.? \d+[^)\]]*)[\])]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A claim with the statement it became, or the fault that kept it from becoming one."""

    claim: Claim
    statement: Statement | None = None
    fault: str | None = None


def resolve_claim(claim: Claim, context: Context) -> Resolved:
    """Check one claim against the passages that the model was shown.

    Keys that were never shown are stripped; a quote that does not stand in its passage is replaced by the sentence of
    that passage that says most of the statement, if one says enough of it.
    """
    text = clean_text(claim.text)
    known = [(context.passages[key].passage, quote) for key, quote in claim.references if key in context.passages]
    if not text:
        return Resolved(claim, fault="it says nothing")
    if is_active(text):
        return Resolved(claim, fault="it holds markup or an address")
    if not known:
        return Resolved(claim, fault="it names no passage that was shown")
    citations: list[Citation] = []
    for passage, quote in known:
        span = locate(quote, passage.text) or best_sentence(text, passage)
        if span is not None and not is_active(passage.text[slice(*span)]):
            citation = cite(passage, *span)
            citations += [citation] if citation not in citations else []
    cited = [passage for passage, _ in known if any(one.passage == passage.id for one in citations)]
    if not citations:
        return Resolved(claim, fault="its quotes do not stand in the passages named")
    fault = support_fault(text, cited)
    return Resolved(claim, fault=fault) if fault else Resolved(claim, Statement(text, tuple(citations)))


def clean_text(text: str) -> str:
    """Strip links, images, markup and reference marks of a model's own making; what they framed stays."""
    return " ".join(_REFERENCE.sub("", _MARKUP.sub(lambda mark: mark[1] or "", text)).split())


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Return where `quote` stands in `text` as [start, end), whatever its spaces, quote marks and hyphens."""
    pieces = [re.escape(piece) for piece in re.split(r"[\s\-‐‑–—'\"‘’“”]+", quote.strip(" .…")) if piece]
    if not pieces:
        return None
    found = re.search(r"(?<!\w)" + r"[\s\-‐‑–—'\"‘’“”]*".join(pieces) + r"(?!\w)", text, re.IGNORECASE)
    if found is None:
        return None
    end = found.end()
    return found.start(), end + 1 if text[end : end + 1] in {".", "?", "!"} else end


def best_sentence(text: str, passage: Passage, *, enough: float = 0.5) -> tuple[int, int] | None:
    """Return the sentence of `passage` that carries most content words of `text`, if at least `enough` of them."""
    spoken = set(content_stems(text))
    spans: Sequence[tuple[int, int]] = split_sentences(passage.text)
    if not spoken or not spans:
        return None

    def cover(span: tuple[int, int]) -> float:
        return len(spoken & set(content_stems(passage.text[span[0] : span[1]]))) / len(spoken)

    best = max(spans, key=cover)
    return best if cover(best) >= enough else None
