"""Secrets never reach an error, a log or a receipt: wherever text leaves the program, their values become `***`."""

import logging
import re
from collections.abc import Mapping

from settings import secret_values

MASK = "***"
_SHAPES = (
    re.compile(r"(?<=://)[^/\s:@\"]+:[^/\s@\"]+(?=@)"),
    re.compile(r"(?<=\bBearer )[\w.~+/=-]{8,}", re.IGNORECASE),
    re.compile(r"\b(?:sk|pk|gsk|xai|ghp|gho|glpat|xox[abp])[-_][\w-]{12,}"),
    re.compile(r"\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"),
    re.compile(r"(?<=key=)[\w-]{12,}|(?<=token=)[\w-]{12,}", re.IGNORECASE),
)
"""What secrets look like: a password in an address, a bearer token, keys by their usual prefixes, signed tokens."""
_learned: set[str] = set()


def learn(secrets: Mapping[str, object]) -> None:
    """Remember every text in a nested mapping, `st.secrets` for instance, as a secret."""
    for value in secrets.values():
        if isinstance(value, Mapping):
            learn(value)
        elif isinstance(value, str) and len(value) >= 8:
            _learned.add(value)


def mask(text: str) -> str:
    """Return `text` without the value of any secret: of the environment, those learned, and what looks like one."""
    for secret in sorted({*secret_values(), *_learned}, key=len, reverse=True):
        text = text.replace(secret, MASK)
    for shape in _SHAPES:
        text = shape.sub(MASK, text)
    return text


def mask_values(value: object) -> object:
    """Return JSON's values with every text masked: its keys and its marks stay, or nobody could read it back."""
    match value:
        case str():
            return mask(value)
        case Mapping():
            return {key: mask_values(one) for key, one in value.items()}
        case list() | tuple():
            return [mask_values(one) for one in value]
        case _:
            return value


_ACTED_ON = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"]
_TURNING = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
_CONTROLS = str.maketrans(dict.fromkeys(_ACTED_ON, " ") | dict.fromkeys(_TURNING, ""))


def printable(text: str) -> str:
    """Return `text` without what a terminal acts on: escapes and other controls, and marks that turn lines round.

    A report, a file's name or a model may hold them; half a character that takes two becomes a mark of its own.
    """
    return text.translate(_CONTROLS).encode("utf-8", "replace").decode()


class MaskingFormatter(logging.Formatter):
    """Formats as another formatter does, then masks: message, arguments and traceback alike."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Return the masked line."""
        return printable(mask(self._inner.format(record)))
