"""Whether a sentence holds the kind of thing that a question asks for: a figure of its measure, a person, a reason."""

import re

from retrieval.extractive.sentences import Sentence
from retrieval.question.intent import Intent, Measure
from retrieval.text.normalise import normalise, stem, words
from retrieval.text.quantities import dates

_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(r"(?<=[\w,;:)’'] )[‘'“\"]?[A-Z][\w’'&-]+(?: (?:(?:of|and|the|for) )?[A-Z][\w’'&-]+)*|\b[A-Z]{2,}\b")
_PERSON = re.compile(r"\b[A-Z][a-z'-]+ (?:[A-Z]\. )?(?:Ma?c|O')?[A-Z][a-z'-]+\b")
_NOT_A_PERSON = re.compile(
    r"\b(?:Local|County|City|Borough|Council|Children|Child|Young|Board|Services?|Team|Director|Safeguarding|Care|Health|"
    r"Police|Trust|Strategy|Plan|Act|School|Academy|Executive|Chief|Lead|Member|Officer|Court|Justice|Inspection|Report|"
    r"Ofsted|Family|Public|Social|Work|Group|Committee|Panel|Early|Help|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Outline|Law|Education|Partnership|Senior|Her|His|Majesty)\b"
)
_REASON = re.compile(
    r"\b(?:because|due to|as a result|caused|reasons?|owing|since|result(?:s|ed|ing)? (?:from|in)|therefore|"
    r"attribut\w+|consequen\w+|in response|reflect\w*|stem\w* from|led to|means? that|meant that|contribut\w+|partly|"
    r"so that|impact\w*|hinder\w*|hamper\w*|delay\w*|lack of|driven by|leading to|linked to|explain\w*)\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:should|must|ensure|improve|review|strengthen|develop|increase|take steps|urgently|needs? to|required to|"
    r"recommend\w*|further|implement|establish|continue to)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|compared|comparison|higher|lower|increase\w*|decrease\w*|reduc\w+|rise|risen|rose|fall\w*|fell|improved|"
    r"declin\w+|from \S+ to|previous\w*|since|similar|nationally|national|england|average|neighbours|above|below|"
    r"more|fewer|better|worse|deteriorat\w+|last year|year before)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r",|;| and |\bincluding\b|\bsuch as\b|\bfor example\b")
_DURATION = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|year-old)\b", re.IGNORECASE)
_FREQUENCY = re.compile(
    r"\b(?:every|each|per|once|twice|weekly|monthly|daily|quarterly|annual\w*|fortnight\w*|six-week\w*|regular\w*|"
    r"bi-?monthly|times|(?:two|three|four|six|eight|12|\d)[ -](?:week|month)ly)\b",
    re.IGNORECASE,
)
_SMALL = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)"
_FRACTION = re.compile(
    rf"\b(?:{_SMALL} (?:in|out of) (?:every )?{_SMALL}|half|third|quarter|fifths?|quarters|thirds|majority|all|none)\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b(?:no|none|nil|not any|any)\b", re.IGNORECASE)


def fitting_figures(measure: Measure | None, sentence: Sentence) -> tuple[str, ...]:
    """Return the spellings of the sentence's figures that could answer a question for `measure`; years never do."""
    plain = {key: spelled for key, spelled in sentence.figures.items() if not _YEAR.fullmatch(spelled)}
    if measure == "percentage":
        shares = tuple(spelled for key, spelled in plain.items() if key.endswith("%"))
        return shares or tuple(_FRACTION.findall(sentence.text)[:1])
    if measure == "money":
        return tuple(spelled for key, spelled in plain.items() if key[0] in "£$€" or "million" in spelled)
    if measure == "duration":
        return tuple(plain.values()) if _DURATION.search(sentence.text) else ()
    if measure == "frequency":
        return tuple(_FREQUENCY.findall(sentence.text))
    return tuple(spelled for key, spelled in plain.items() if key[0] not in "£$€" and not key.endswith("%"))


def is_right_kind(intent: Intent, sentence: Sentence) -> bool:
    """Whether the sentence has the figure or the person that the question asks for; other questions take any."""
    if intent.measure:
        return bool(fitting_figures(intent.measure, sentence))
    return has_person(sentence.text) if intent.person else True


def figure_near_target(intent: Intent, sentence: Sentence) -> float:
    """Return 1 / (1 + words between a fitting figure and what is counted), 0 where either is missing."""
    fitting = fitting_figures(intent.measure, sentence) if intent.measure else ()
    if not fitting or not intent.targets:
        return 0.0
    spoken = words(sentence.text)
    heads = [at for at, one in enumerate(spoken) if stem(one) in intent.targets]
    starts = {words(spelled)[0] for spelled in fitting if words(spelled)}
    figures = [at for at, one in enumerate(spoken) if one in starts]
    return max((1.0 / (1 + abs(head - at)) for head in heads for at in figures), default=0.0)


def has_person(text: str) -> bool:
    """Whether two capitalised words in a row could be somebody's name."""
    return any(not _NOT_A_PERSON.search(match[0]) for match in _PERSON.finditer(normalise(text)))


def kind_features(intent: Intent, sentence: Sentence, coverage: float) -> dict[str, float]:
    """Return how far the sentence is of the kind asked for; `coverage` is its share of the question's content."""
    text, kind, passage = sentence.text, intent.kind, sentence.evidence.passage.kind
    fitting = fitting_figures(intent.measure, sentence) if intent.measure else ()
    reason = kind == "reason" and bool(_REASON.search(text))
    return {
        "figure_fits": float(bool(fitting)),
        "figure_near_target": figure_near_target(intent, sentence),
        "figure_and_coverage": coverage * bool(fitting),
        "none_for_count": float(intent.measure == "count" and not fitting and bool(_NONE.search(text))),
        "figure_unasked": float(not intent.measure and kind != "comparison" and len(sentence.figures) > 0),
        "when_date": float(kind == "when" and bool(_YEAR.search(text) or dates(text))),
        "who_name": float(kind == "who" and bool(_NAME.search(text))),
        "person_name": float(intent.person and has_person(text)),
        "reason_given": float(reason),
        "reason_and_coverage": coverage * reason,
        "advice": float(kind == "recommendation" and (passage == "recommendation" or bool(_ADVICE.search(text)))),
        "advice_passage": float(kind == "recommendation" and passage in ("recommendation", "bullet")),
        "advice_unasked": float(kind != "recommendation" and passage == "recommendation"),
        "compared": float(kind == "comparison" and bool(_COMPARED.search(text))),
        "compared_figures": float(kind == "comparison" and len(sentence.figures) > 1),
        "listed": min(len(_LISTED.findall(text)), 5) / 5 if kind == "list" else 0.0,
    }
