"""Chat models by name: each provider's real client against a local server that speaks its protocol."""

from dataclasses import dataclass

import pytest

from retrieval.errors import ModelError
from retrieval.generative.answerer import Generative
from retrieval.generative.chat_models import mapped_failures, open_chat_model
from retrieval.models import Draft, Statement
from settings import Settings
from tests.chat_fakes import line
from tests.model_servers import ANTHROPIC, AZURE, OLLAMA, OPENAI, Dialect, Json, ModelServer, model_server
from tests.retrieval.generative.test_answerer import EVIDENCE, GOOD

SECOND = line("It tracks attendance each week.", ("P2", "It now does so each week"))


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as an operator names it, and what its own server must be asked."""

    name: str
    dialect: Dialect
    path: str
    keyed: bool = True


AZURE_PATH = "/openai/deployments/test/chat/completions?api-version=2024-10-21"
PROVIDERS = (
    Provider("openai", OPENAI, "/v1/chat/completions"),
    Provider("azure_openai", AZURE, AZURE_PATH),
    Provider("anthropic", ANTHROPIC, "/v1/messages"),
    Provider("ollama", OLLAMA, "/api/chat", keyed=False),
)
each_provider = pytest.mark.parametrize("provider", [pytest.param(one, id=one.name) for one in PROVIDERS])


@pytest.fixture(autouse=True)
def operators_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set each provider's own variables; no proxy of this machine stands between client and server, nothing retries."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name in ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(name, "test-key")
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")
    monkeypatch.setattr("retrieval.generative.chat_models.MAX_RETRIES", 0)


def through_client(provider: Provider, server: ModelServer, *, timeout: float = 20, model: str = "test") -> Generative:
    """Return the generative answerer over the provider's real client, as an operator would configure it."""
    settings = Settings.from_environment(
        {
            "INSPECTION_QA_HOME": "unused",
            "INSPECTION_QA_MODEL": f"{provider.name}:{model}",
            "INSPECTION_QA_MODEL_URL": server.url,
            "INSPECTION_QA_MODEL_TIMEOUT": str(timeout),
            "INSPECTION_QA_MODEL_PRICE": "1/2",
        }
    )
    return Generative(open_chat_model(settings), f"{provider.name}:{model}", price=settings.model_price)


def said(body: Json) -> str:
    """Return the last message of a request, however the provider wraps it."""
    content = body["messages"][-1]["content"]
    return content if isinstance(content, str) else " ".join(part["text"] for part in content)


@each_provider
def test_the_client_streams_checked_statements(provider: Provider) -> None:
    with model_server(provider.dialect, f"{GOOD}\n{SECOND}\n") as server:
        items = through_client(provider, server).stream("How high are caseloads?", EVIDENCE)
        first = next(items)
        *_, draft = items
    assert isinstance(first, Statement)
    assert first.citations[0].label == "para 4"
    assert isinstance(draft, Draft)
    assert (draft.outcome, len(draft.statements)) == ("answered", 2)
    assert draft.usage is not None
    assert (draft.usage.input_tokens, draft.usage.output_tokens, draft.usage.cost) == (100, 20, 0.00014)
    assert server.requests[0]["stream"] is True
    assert "P1" in said(server.requests[0])
    assert server.paths == [provider.path]
    assert any("test-key" in value for value in server.headers[0].values()) == provider.keyed


@each_provider
@pytest.mark.parametrize(
    ("status", "says"),
    [
        pytest.param(429, "rate limit", id="rate limit"),
        pytest.param(401, "key", id="wrong key"),
        pytest.param(400, "too much", id="context overflow"),
        pytest.param(404, "not known", id="unknown model"),
        pytest.param(500, "failed", id="server error"),
    ],
)
def test_a_providers_failure_is_a_plain_sentence(provider: Provider, status: int, says: str) -> None:
    with model_server(provider.dialect, status) as server, pytest.raises(ModelError) as caught:
        through_client(provider, server).answer("How high are caseloads?", EVIDENCE)
    assert says in caught.value.message
    assert caught.value.message.startswith(f"The model {provider.name}:test ")


@each_provider
def test_a_slow_provider_times_out(provider: Provider) -> None:
    with (
        model_server(provider.dialect, GOOD, delay=1.5) as server,
        pytest.raises(ModelError, match="did not answer in time"),
    ):
        through_client(provider, server, timeout=0.3).answer("How high are caseloads?", EVIDENCE)


@each_provider
def test_a_provider_that_is_not_there_cannot_be_reached(provider: Provider) -> None:
    with model_server(provider.dialect, GOOD) as server:
        gone = server
    with pytest.raises(ModelError, match="cannot be reached"):
        through_client(provider, gone).answer("How high are caseloads?", EVIDENCE)


def test_ollama_is_given_room_for_the_whole_prompt() -> None:
    with model_server(OLLAMA, GOOD) as server:
        through_client(PROVIDERS[-1], server).answer("How high are caseloads?", EVIDENCE)
    assert server.requests[0]["options"]["num_ctx"] >= 8_000


@pytest.mark.parametrize(("model", "sent"), [("gpt-4o-mini", 0), ("o3-mini", None), ("gpt-5-mini", None)])
def test_models_that_fix_their_temperature_are_sent_none(model: str, sent: int | None) -> None:
    with model_server(OPENAI, GOOD) as server:
        through_client(PROVIDERS[0], server, model=model).answer("How high are caseloads?", EVIDENCE)
    assert server.requests[0].get("temperature") == sent


def test_azure_without_an_api_version_says_which_variable_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_VERSION")
    with pytest.raises(ModelError, match="needs OPENAI_API_VERSION"):
        through_client(PROVIDERS[1], ModelServer(url="http://127.0.0.1:9"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("gpt", "provider:model", id="no provider"),
        pytest.param("anthropic:claude", "pip install", id="provider not installed"),
        pytest.param("nobody:nothing", "nobody", id="unknown provider"),
    ],
)
def test_a_model_that_cannot_be_opened_says_what_to_do(name: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    settings = Settings.from_environment({"INSPECTION_QA_HOME": "unused", "INSPECTION_QA_MODEL": name})
    with pytest.raises(ModelError) as caught:
        open_chat_model(settings)
    assert says in f"{caught.value.message} {caught.value.remedy}"


def test_a_port_is_no_status() -> None:
    with pytest.raises(ModelError, match="cannot be reached"), mapped_failures("openai:test"):
        raise ConnectionError("connection to http://127.0.0.1:42935 refused")
