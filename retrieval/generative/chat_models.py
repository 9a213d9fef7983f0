"""Chat models by name: the one module that opens them and that knows how they fail."""

import importlib.util
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

from retrieval.errors import ModelError
from retrieval.generative.limits import LimitedTransport
from settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_EXTRAS = {
    "openai": ("langchain_openai", "openai"),
    "azure_openai": ("langchain_openai", "azure"),
    "anthropic": ("langchain_anthropic", "anthropic"),
    "ollama": ("langchain_ollama", "ollama"),
}
MAX_RETRIES = 2
"""Tries after the first on a rate limit or a dropped connection, each waiting longer; more only keeps a reader waiting
for the extractive answer that stands ready."""
OLLAMA_WINDOW = 8_192
"""Tokens: instructions, passages (`context.PASSAGE_BUDGET`) and reply with room to spare. Ollama's own default of 4,096
cuts the beginning of a longer prompt off without a word."""
_OPENAI_REASONING = re.compile(r"o\d")


def open_chat_model(settings: Settings) -> "BaseChatModel":
    """Return the chat model that the settings name; raises `ModelError` with the command that installs its provider."""
    name = settings.model or ""
    provider, separator, model = name.partition(":")
    if not separator or not model:
        raise ModelError(
            f"The model name “{name}” is not of the form provider:model.",
            remedy="Set INSPECTION_QA_MODEL to, for example, openai:gpt-4o-mini or ollama:llama3.1.",
        )
    package, extra = _EXTRAS.get(provider, (None, None))
    if package and importlib.util.find_spec(package) is None:
        raise ModelError(
            f"The model {name} needs the package {package.replace('_', '-')}, which is not installed.",
            remedy=f'Install it with: pip install "inspection-qa[{extra}]"',
        )
    # Imported here: 1.8 s that the extractive answerer must not pay.
    from langchain.chat_models import init_chat_model  # noqa: PLC0415

    with mapped_failures(name):
        opened: BaseChatModel = init_chat_model(name, **_options(settings, provider, model))
    return opened


def _options(settings: Settings, provider: str, model: str) -> dict[str, Any]:
    # OpenAI's o-models refuse to be told; the clients know of other models that do.
    options: dict[str, Any] = {} if _OPENAI_REASONING.match(model) else {"temperature": 0}
    if provider == "ollama":
        # The Ollama client takes its limits through its HTTP client, and knows no retries.
        options |= {"client_kwargs": {"timeout": settings.model_timeout}, "num_ctx": OLLAMA_WINDOW}
        options |= {"sync_client_kwargs": {"transport": LimitedTransport(settings.model_timeout)}}
    else:
        options |= {"timeout": settings.model_timeout, "max_retries": MAX_RETRIES}
    if settings.model_base_url:
        options["base_url" if provider != "azure_openai" else "azure_endpoint"] = settings.model_base_url
    if provider in {"openai", "azure_openai"}:
        options["stream_usage"] = True
        # Anthropic's client takes none; there the deadline of the answer alone holds.
        transport = LimitedTransport(settings.model_timeout)
        options["http_client"] = httpx.Client(
            transport=transport, timeout=settings.model_timeout, follow_redirects=True
        )
    return options


_KINDS = (
    (("api_version",), "needs OPENAI_API_VERSION to be set"),
    (("timeout", "timed out"), "did not answer in time"),
    (("ratelimit", "rate limit", "429", "overloaded", "529"), "is refusing requests for now (rate limit)"),
    (("context_length", "context length", "maximum context", "prompt is too long"), "was sent too much"),
    (("authentication", "api key", "api_key", "401", "permission", "403"), "did not accept the key"),
    (("notfound", "404", "does not exist", "not found"), "is not known to its provider"),
    (("too large", "compressed"), "sent too much"),
    (("connection", "connect", "unreachable"), "cannot be reached"),
)  # fmt: skip


def _says(mark: str, said: str) -> bool:
    """Say whether a message has a mark; a status as a number of its own: a port may hold its figures."""
    return re.search(rf"\b{mark}\b", said) is not None if mark.isdecimal() else mark in said


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@contextmanager
def mapped_failures(model: str) -> Iterator[None]:
    """Turn whatever a provider's client raises into a `ModelError` that says what happened in plain words.

    Providers share no error classes, and each client brings its own: so the border catches all and names the kind.
    """
    try:
        yield
    except ModelError:
        raise
    except Exception as error:
        # A client says "connection error" of whatever its transport found; what that was stands in the cause.
        said = " ".join(f"{type(one).__name__} {one}" for one in _causes(error)).casefold()
        happened = next((text for marks, text in _KINDS if any(_says(mark, said) for mark in marks)), "failed")
        raise ModelError(
            f"The model {model} {happened}.", remedy="Check INSPECTION_QA_MODEL, its key and its address, or try later."
        ) from error
