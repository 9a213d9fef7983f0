"""What may become a question: cleaned text, or a plain word on why it is not answered.

Instructions inside a question ("ignore the above", "answer as a pirate") are taken out; what is left is the question.
"""

import re
import unicodedata
from dataclasses import dataclass

from retrieval.admission.languages import is_foreign
from retrieval.admission.personal_data import find_personal_data
from retrieval.errors import BadQuestion
from retrieval.models import Draft, OutOfScopeReason

LONGEST_QUESTION = 2000
"""Characters; the one limit (DESIGN, section 6)."""

_ADVICE = (
    "This assistant only says what published inspection reports say; it cannot advise on a family or a case. "
    "If a child may be in danger, call 999, or the council's children's services."
)
_OFF_TOPIC = "This assistant only answers questions about published inspection reports of children's services."
_LANGUAGE = "This assistant reads and answers in English only. Please ask in English."
_PERSONAL = "The question holds {what}. It was not searched or kept: please ask again without personal details."
_IDENTITY = (
    "Inspection reports do not identify children, families or workers, and this assistant does not look for them."
)

_RELATIVE = (
    r"(?:son|daughter|child(?:ren)?|kids?|baby|bab(?:y|ies)|grand(?:son|daughter|child(?:ren)?)|niece|nephew"
    r"|sister|brother|step(?:son|daughter)|"
    r"wife|husband|partner|ex|mum|mother|dad|father|neighbou?rs?(?:['’]s?)?|pupil|student|client|friend(?:['’]s)?"
    r"|family|foster (?:son|daughter|child))"
)
_ADVICE_PATTERN = re.compile(
    rf"\bmy (?:own )?(?:\w+ )?{_RELATIVE}\b"
    r"|\bi(?:['’]m| am) (?:really |very |so )?(?:worried|concerned|scared|afraid|frightened) (?:about|for"
    r"|that) (?:a|an|my|the|his|her) \w+"
    r"|\b(?:should|must|may) i (?:do|report|sue|appeal|complain|contact|ring|call|let|trust|sign|agree|refuse"
    r"|tell (?:the|social))\b|\b(?:can|could|do) i (?:\w+ )?(?:report|sue|appeal|complain|apply|refuse"
    r"|challenge|adopt|foster)\b"
    r"|\bwhat (?:should|can|do|must) i do\b|\bwhat are my (?:legal )?rights\b|\bmy (?:solicitor|case|court case"
    r"|social worker|rights|situation)\b"
    r"|\bhow (?:do|can|should) i (?:report|complain|appeal|sue|apply|challenge|become|adopt|foster|get (?:help"
    r"|advice|custody|my))\b"
    r"|\b(?:give|need|want|looking for|offer) (?:me |us |some |any )*(?:legal|medical|financial) advice\b"
    r"|\bshould (?:we|they|the council|councillors|members) (?:all )?(?:sack|fire|dismiss|get rid of|sue"
    r"|vote (?:for|against))\b"
    r"|\bis it (?:legal|lawful|against the law|a crime) (?:for|if|that)\b|\blegal action (?:can|could|should"
    r"|may) i\b|\bcan (?:they|social services|the council"
    r"|the social) (?:legally )?take (?:my|our|a|her|his)\b"
    r"|\b(?:being|is|are) (?:hit|beaten|abused|neglected|hurt) by (?:his|her|their|my)\b",
    re.IGNORECASE,
)
_SOMEBODY = (
    r"(?:\w+ )?(?:girl|boy|child|baby|toddler|teenager|teen|youngster|young person|care leaver|mother|mum|father|dad"
    r"|parents?|family|foster carers?)s?(?=\W*$|[.,;?!]| (?:who|that|in|with|whose|from|at|placed|born|mentioned"
    r"|concerned|involved)\b(?! care council))"
)
_IDENTITY_PATTERN = re.compile(
    rf"\b(?:name|identify|name and shame) (?:of )?(?:the|that|each|every|any|those) {_SOMEBODY}"
    rf"|\b(?:names?|(?:home |e-?mail )?address(?:es)?|(?:phone|mobile|telephone) numbers?|dates? of birth"
    rf"|identit(?:y|ies))"
    rf" (?:of|for) (?:the|that|each|every|any|those) {_SOMEBODY}"
    r"|\b(?:his|her|their)(?: full| home)? (?:names?|address|identity) and (?:phone |mobile )?(?:number|address"
    r"|names?)\b"
    rf"|\bwho (?:is|was) the {_SOMEBODY}",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"(?:^|[.!?;:]\s)(?:please |can you |could you |will you |i want you to |i need you to |now |then |and |also "
    r"|instead )*(?:"
    r"(?:write|compose|draft|create|generate|make up|give|tell|sing|invent)(?: me| us)? (?:a |an |some )?(?:\w+ )?"
    r"(?:poems?|haikus?|limericks?|songs?|lyrics|sonnets?|stor(?:y|ies)|jokes?|riddles?|essays?|novels?|raps?"
    r"|recipes?|python|javascript|sql|html|code"
    r"|programs?|scripts?|(?:\w+ )?functions?|cover letters?|cv|tweets?|virus|malware|bombs?)\b"
    r"|recommend(?: me| us)? (?:a|an|any|some|good|the best)\b"
    r"|translate\b|(?:reveal|show|print|repeat|output|tell)(?: me| us)? (?:your|the) (?:system |hidden |initial "
    r"|secret )*"
    r"(?:prompts?|instructions|api keys?|passwords?|secrets?)\b)",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"^(?:hello|hi|hey|hiya|thanks|thank you|cheers|bye|goodbye|good (?:morning|afternoon|evening"
    r"|night))\b[\s\w]{0,12}\W*$|"
    r"\brecipes?\b|\bhow (?:do|can|should|to) (?:(?:i|you|we) )?(?:bake|cook|fry|grill|knit|boil)\b"
    r"|\bcapital (?:city )?of\b|\bweather\b|\b(?:(?:football|cricket|rugby) (?:scores?|match(?:es)?|results?)"
    r"|premier league|world cup|champions league)\b"
    r"|\bwho (?:is|was|are|won|wrote|painted|invented|discovered|directed|sang|played)\b.*\b(?:prime minister"
    r"|president|king|queen|pope|oscar|election"
    r"|war|novel|film|movie|telephone|light bulb|hamlet|mona lisa|super bowl|america|moon)\b"
    r"|\b(?:stock|share|bitcoin|crypto\w*) prices?\b|\bsquare root\b|\bspeed of light\b|\bmeaning of life\b"
    r"|\bhoroscope\b|\blottery\b"
    r"|\b(?:solve|calculate|compute|what(?:['’]s| is)) [\d(][\d\s.()]*[+*/x×÷^-][\d\s.+*/x×÷^()-]*\??\s*$"
    r"|\b(?:how (?:tall|high|deep|far) is|distance (?:to|from|between)) (?:the )?(?:mount|mt|everest|moon|sun"
    r"|earth|eiffel|mars|london|paris)\b"
    r"|\bwhat(?:['’]s| is| are) your (?:system |hidden |secret )*(?:prompt|instructions|name|api key|password)\b"
    r"|\b(?:what|which) (?:language )?model are you\b|\bwho (?:made|created|trained) you\b|\bare you (?:chatgpt"
    r"|an? (?:ai|human|robot|bot))\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:child|children|children's|kids?|care|councils?|authorit(?:y|ies)|inspect\w*|ofsted|report\w*|foster\w*|adopt\w*"
    r"|social workers?|safeguard\w*|leaders?|leadership|grade\w*|judge?ment\w*)\b",
    re.IGNORECASE,
)
_INSTRUCTIONS = (
    r"(?:#+\s*)?(?:system|assistant|user|developer|admin|instructions?)(?: prompt| message)?\s*:\s*",
    r"(?:please |now |first,? |and |then |but )*(?:ignore|disregard|forget|override|bypass"
    r"|skip)\b(?: about)?(?: (?:all|any|every|everything|each))?(?: of)?"
    r"(?: (?:the|your|my|these|those|that|this|previous|prior|above|earlier|preceding|other|system|safety))*"
    r" ?(?:instructions?|rules?|prompts?|guidelines?|directions?|commands?|messages?|text|context|above|before"
    r"|that|everything|constraints?|polic(?:y|ies)|reports?)?"
    r"(?: (?:above|before|so far|you were (?:given|told)|you have been given|i gave you))?(?:\s*(?:[,.;:!—–-]+"
    r"|\band\b|\bthen\b|\binstead\b)+\s*|$)",
    r"(?:please |now |and |then |but )*(?:answer|respond|reply|speak|talk|write|behave|act)(?: (?:me|to me|this"
    r"|only|always|back|everything|your answer|the question))*"
    r" (?:as if|as though|as|like|in the (?:style|voice|manner) of|in)(?: you (?:are|were))? (?:a |an "
    r"|the )?(?:[\w'’-]+ ?){1,6}?(?:[,.;:!—–-]+\s*|$)",
    r"(?:from now on,? |now )?(?:you are|you're|you will be|pretend (?:to be|that you are|you are|you're)"
    r"|imagine (?:that )?you are|act as|role-?play as)"
    r" (?:now |no longer |not )?(?:a |an |the )?[^,.;:!?]{1,60}(?:[,.;:!—–-]+\s*|$)",
    r"(?:please |now |but )*(?:answer|respond|reply)(?: only| just)?(?: with)?(?: only| just)?"
    r" (?:the word )?['\"‘“]?(?-i:[A-Z]+)['\"’”]?\s*(?:only)?[:.,;–—-]+\s*",
    r"(?:before|instead of) (?:you )?(?:answer|respond|reply)(?:ing)?,? (?:please )?(?:repeat|say|write|print"
    r"|output|tell)\b"
    r"[^.!?]*[.!?]\s*",
    r"as (?:a|an|the|my|our) [^,.;:!?]{1,60}?,? you (?:must|should|will|have to|need to|are to)\b[^.;!?]*[.;!?]\s*",
    r"(?:please |and |just |only |simply |always )*(?:say|claim|output|print|state) (?:that |only |the word )?[^?]*$",
)
_INSTRUCTION = re.compile(
    r"(?:(?<=^)|(?<=[.!?;:]\s)|(?<=,\s)|(?<=\band\s))(?:" + "|".join(_INSTRUCTIONS) + ")", re.IGNORECASE
)
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅοαρνιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdhqwABEKMHOPCTYXIJSoapviABEZHIKMNOPTYX"
)
"""Cyrillic and Greek letters that look like Latin ones, undone in a word that has Latin ones as well."""
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0370-\u052f])\w+")
_MARKUP = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), " "),
    (re.compile(r"\[([^\]]*)\]\((?:[^)]*)\)"), r"\1"),
    (re.compile(r"<(?:script|style)\b.*?(?:</(?:script|style)>|$)", re.IGNORECASE), " "),
    (re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE), " "),
    (re.compile(r"\b(?:https?|ftp|data|javascript|file):\S+", re.IGNORECASE), " "),
    (re.compile(r"```\w*|~~~"), " "),
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """The cleaned question, and the draft that ends it where it cannot be asked of the reports."""

    text: str
    draft: Draft | None = None


def inspect(text: str) -> Inspected:
    """Clean a question and refuse what the reports cannot be asked; raises BadQuestion where it is empty or too
    long."""
    if len(text.strip()) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The question is {len(text.strip()):,} characters long; at most {LONGEST_QUESTION:,} can be answered.",
            remedy="Ask a shorter question.",
        )
    cleaned = clean(text)
    if not any(character.isalnum() for character in cleaned):
        raise BadQuestion("The question is empty.", remedy="Ask a question about a report.")
    # What cleaning takes out would still be kept and sent: what hides in markup or in an address is found there.
    if what := find_personal_data(text) or find_personal_data(cleaned):
        return Inspected("", _refuse("personal_data", _PERSONAL.format(what=what)))
    question = _without_instructions(cleaned)
    if not any(character.isalnum() for character in question):
        return Inspected(cleaned, _refuse("off_topic", _OFF_TOPIC))
    if is_foreign(question):
        return Inspected(question, _refuse("other_language", _LANGUAGE))
    if _IDENTITY_PATTERN.search(question):
        return Inspected(question, _refuse("personal_data", _IDENTITY))
    if _ADVICE_PATTERN.search(question):
        return Inspected(question, _refuse("advice", _ADVICE))
    question = _without_requests(question)
    if _is_off_topic(question):
        return Inspected(question, _refuse("off_topic", _OFF_TOPIC))
    return Inspected(question)


def clean(text: str) -> str:
    """Drop control, format and tag characters and markup; one space between words."""
    visible = "".join(
        " " if character.isspace() or unicodedata.category(character) == "Cc" else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in ("Cf", "Co", "Cs", "Cn")
    )
    for pattern, replacement in _MARKUP:
        visible = pattern.sub(replacement, visible)
    visible = _MIXED.sub(lambda word: word[0].translate(_LOOKALIKES), visible)
    visible = re.sub(r"([!?])[!?]{2,}", r"\1", visible)
    return re.sub(r"\s+", " ", visible).strip()


def _without_instructions(text: str) -> str:
    previous = ""
    while previous != text:
        previous = text
        text = _INSTRUCTION.sub("", text).strip(" ,;:—–-")
    return text


def _without_requests(text: str) -> str:
    """Leave out a request to write something where a question about the reports stands beside it."""
    sentences = re.split(r"(?<=[.!?;])\s+", text)
    kept = " ".join(sentence for sentence in sentences if not _REQUEST.search(sentence))
    return kept if _SUBJECT.search(kept) else text


def is_of_the_field(text: str) -> bool:
    """Say whether a text has any word of inspections or of children's services."""
    return _SUBJECT.search(text) is not None


def _is_off_topic(question: str) -> bool:
    """A request to write or translate is off topic whatever it is about; "football" only with no word of the field
    near."""
    return bool(_REQUEST.search(question) or (_GENERAL.search(question) and not _SUBJECT.search(question)))


def _refuse(reason: OutOfScopeReason, text: str) -> Draft:
    return Draft("out_of_scope", reason=reason, text=text)
