"""From what a model claims to a statement that holds: keys to passages, quotes to spans, words to their sources."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.models import Passage
from retrieval.checking.active_content import is_active
from retrieval.checking.citations import cite
from retrieval.checking.support import support_fault
from retrieval.generative.alignment import resting_spans
from retrieval.generative.context import Context
from retrieval.generative.model_lines import Claim
from retrieval.models import Citation, Statement
from retrieval.text.normalise import content_stems

NEAREST = 3
"""Passages beside those named that are tried: a small model often names the neighbour of the one it read."""

_STRANGER = re.compile(r"\b[\w-]+\.(?:com|org|net|info|io|biz|co)\b", re.IGNORECASE)
"""An address as a person would type it: reports print few, and no statement needs one."""
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|<[^>\n]{1,200}>|https?://\S+|www\.\S+|[*_`#|]{1,3}")
_REFERENCE = re.compile(r"\s*[\[(](?:P\d+(?:,\s*P\d+)*|para(?:graph)?s?\.? \d+[^)\]]*)[\])]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A claim with the statement it became, or the fault that kept it from becoming one."""

    claim: Claim
    statement: Statement | None = None
    fault: str | None = None


def resolve_claim(claim: Claim, context: Context) -> Resolved:
    """Check one claim against the passages that the model was shown.

    Keys that were never shown are left out. A quote that does not stand in its passage is replaced by the sentences of
    that passage that the statement restates; where the passages named do not bear it, another one shown may.
    """
    text = clean_text(claim.text)
    named = [(context.passages[key].passage, quote) for key, quote in claim.references if key in context.passages]
    if not text:
        return Resolved(claim, fault="it says nothing")
    if is_active(text) or _STRANGER.search(text):
        return Resolved(claim, fault="it holds markup or an address")
    cited = list(dict.fromkeys(passage for passage, _ in named))
    fault = support_fault(text, cited) if cited else "it names no passage that was shown"
    if fault:
        other = _borne_elsewhere(text, [one.passage for one in context.passages.values()], cited)
        if other is None:
            return Resolved(claim, fault=fault)
        named, cited = [(other, "")], [other]
    citations = _cite(text, named)
    if not citations:
        return Resolved(claim, fault="its quotes do not stand in the passages named")
    return Resolved(claim, Statement(text, citations))


def _cite(text: str, named: Sequence[tuple[Passage, str]]) -> tuple[Citation, ...]:
    """Return the citations of a statement: a model's quote where it is one, else the sentences that it rests on."""
    found: list[Citation] = []
    for passage, quote in named:
        span = locate(quote, passage.text)
        spans = (span,) if span is not None else resting_spans(text, passage)
        for start, end in spans:
            if not is_active(passage.text[start:end]) and (one := cite(passage, start, end)) not in found:
                found.append(one)
    return tuple(found)


def _borne_elsewhere(text: str, shown: Sequence[Passage], named: Sequence[Passage]) -> Passage | None:
    """Return the passage among those shown, but not named, that bears the statement."""
    spoken = set(content_stems(text))
    others = [one for one in shown if one not in named]
    near = sorted(others, key=lambda one: -len(spoken & set(content_stems(f"{one.lead_in} {one.text}"))))
    return next((one for one in near[:NEAREST] if support_fault(text, [one]) is None), None)


def clean_text(text: str) -> str:
    """Strip pictures, links, markup and reference marks of a model's own making; what links framed stays."""
    plain = _REFERENCE.sub("", _MARKUP.sub(lambda mark: mark[1] or "", _PICTURE.sub("", text)))
    return re.sub(r"\s+(?=[.,;:](?:\s|$))", "", " ".join(plain.split()))


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
