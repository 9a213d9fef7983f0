"""A model's server that hangs, drips, floods or sends a bomb: the answer ends within its time, and in plain words."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from retrieval.errors import ModelError
from retrieval.generative.answerer import Generative
from retrieval.generative.chat_models import open_chat_model
from retrieval.generative.limits import LONGEST_REPLY
from retrieval.models import Draft
from settings import Settings
from tests.chat_fakes import ScriptedChatModel
from tests.retrieval.generative.test_answerer import EVIDENCE, GOOD, WRONG_NUMBER

LIMIT = 1.5
Send = Callable[[BaseHTTPRequestHandler, threading.Event], None]


def piece(text: str) -> bytes:
    """Return one event of OpenAI's stream."""
    choices = [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}]
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "test", "choices": choices}
    return f"data: {json.dumps(chunk)}\n\n".encode()


def hang(handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
    """Say nothing."""
    handler.wfile.flush()
    over.wait(30)


def drip(handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
    """Say a letter now and then."""
    while not over.wait(0.2):
        handler.wfile.write(piece("a"))
        handler.wfile.flush()


def keep_alive(handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
    """Send lines that are no events: the client's own time limit, on each read, never passes."""
    while not over.wait(0.1):
        handler.wfile.write(b": still here\n\n")
        handler.wfile.flush()


def flood(handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
    """Say line after line that is no statement."""
    while not over.is_set():
        handler.wfile.write(piece("no statement\n") * 50)


def one_line(handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
    """Send one line of an event that never ends."""
    handler.wfile.write(b"data: ")
    while not over.is_set():
        handler.wfile.write(b"a" * 65_536)


def bomb(handler: BaseHTTPRequestHandler, _: threading.Event) -> None:
    """Send what unfolds to a hundred times its size."""
    handler.wfile.write(gzip.compress(piece("a" * 1_000_000)))


@contextmanager
def serving(send: Send, *, encoding: str = "") -> Iterator[str]:
    """Serve every request by `send` until the block ends; yields the address."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            if encoding:
                self.send_header("Content-Encoding", encoding)
            self.end_headers()
            try:
                send(self, over)
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def operators_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a key; no proxy of this machine stands between client and server, nothing retries."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "test-key")
    monkeypatch.setattr("retrieval.generative.chat_models.MAX_RETRIES", 0)


@pytest.mark.parametrize(
    ("send", "encoding", "says"),
    [
        pytest.param(hang, "", "did not answer in time", id="hangs"),
        pytest.param(drip, "", "did not answer in time", id="drips"),
        pytest.param(keep_alive, "", "did not answer in time", id="keeps the connection"),
        pytest.param(flood, "", "could be checked", id="floods with lines"),
        pytest.param(one_line, "", "sent too much|did not answer in time", id="one line without end"),
        pytest.param(bomb, "gzip", "sent too much", id="compressed"),
    ],
)
def test_whatever_a_server_sends_the_answer_ends_in_time(send: Send, encoding: str, says: str) -> None:
    with serving(send, encoding=encoding) as address:
        settings = Settings.from_environment(
            {
                "INSPECTION_QA_HOME": "unused",
                "INSPECTION_QA_MODEL": "openai:test",
                "INSPECTION_QA_MODEL_URL": address,
                "INSPECTION_QA_MODEL_TIMEOUT": str(LIMIT),
            }
        )
        model = open_chat_model(settings)
        started = time.monotonic()
        with pytest.raises(ModelError, match=says):
            Generative(model, "openai:test", seconds=settings.model_timeout).answer("How high are caseloads?", EVIDENCE)
        # Beside the limit, what a busy machine needs to start the client.
        assert time.monotonic() - started < LIMIT + 8


class SlowToMend(ScriptedChatModel):
    """Answers at once, and takes its time over a repair."""

    def _next(self, messages: list) -> str:  # type: ignore[type-arg]
        if self.seen:
            time.sleep(3)
        return super()._next(messages)


def test_the_limit_includes_repairs() -> None:
    model = SlowToMend(replies=[f"{GOOD}\n{WRONG_NUMBER}", GOOD])
    started = time.monotonic()
    draft = Generative(model, "slow:1", seconds=1.5).answer("How high are caseloads?", EVIDENCE)
    assert time.monotonic() - started < 3
    assert (draft.outcome, len(draft.statements)) == ("partial", 1)
    assert {one.code for one in draft.notices} == {"interrupted", "dropped"}


def test_a_reply_without_end_is_cut() -> None:
    model = ScriptedChatModel(replies=[f"{GOOD}\n" + "words without end " * LONGEST_REPLY])
    draft = Generative(model, "endless:1").answer("How high are caseloads?", EVIDENCE)
    assert isinstance(draft, Draft)
    assert [one.text for one in draft.statements] == ["Caseloads average 17 children."]
