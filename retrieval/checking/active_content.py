"""What no statement may carry: marks that a renderer would act on, addresses of strangers, characters nobody sees.

A report may be forged, and whatever it prints is "its own words": a picture that carries words out of the page, a link
that leads astray. In 77 real reports no passage holds markup or an unseen character, and every address is under gov.uk
but one on the back page (a newsletter).
"""

import re

_MARKUP = re.compile(r"!?\[[^\]\n]*\]\s?[(\[]|</?[a-z!][^<>\n]*>?|&(?:#\w+|[a-z]+);", re.IGNORECASE)
_ENCODED = re.compile(r"[a-z/]%[2-7][\da-f]", re.IGNORECASE)
_SCRIPTED = re.compile(r"\b(?:(?:java|vb)script\s*:|data:\w+/|(?:file|blob):)", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:[a-z][a-z\d+.-]*://|www\.)(?P<rest>\S*)", re.IGNORECASE)
_PUBLIC = re.compile(r"(?:[a-z\d-]+\.)*gov\.uk(?![\w-]|\.\w|:)(?!\S*[@?])", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)


def is_active(text: str) -> bool:
    """Whether `text` holds markup, an encoded or foreign address, or a character that is not seen."""
    if any(pattern.search(text) for pattern in (_MARKUP, _ENCODED, _SCRIPTED, _UNSEEN)):
        return True
    return any(not _PUBLIC.match(found["rest"]) for found in _ADDRESS.finditer(text))
