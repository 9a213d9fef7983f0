"""Small local servers that speak the chat protocols of OpenAI, Azure, Anthropic and Ollama, streaming too.

The real clients are tested against them: what is sent where, and what becomes of replies and failures.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKENS_IN, TOKENS_OUT = 100, 20
"""What every reply says that it took."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one provider puts a reply, streamed or whole, and a failure."""

    media: str
    """Content type of a stream."""
    stream: Callable[[str], Iterator[bytes]]
    whole: Callable[[str], Json]
    failure: Callable[[str], Json]
    root: str = ""
    """What the client's address ends in."""


@dataclass
class ModelServer:
    """What the server was asked, and what it answers next (`replies`: text, or an HTTP status; the last repeats)."""

    url: str = ""
    replies: list[str | int] = field(default_factory=list)
    requests: list[Json] = field(default_factory=list)
    """Bodies, in order."""
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    delay: float = 0.0

    def next_reply(self) -> str | int:
        """Return the next reply."""
        return self.replies[min(len(self.requests), len(self.replies)) - 1]


def _pieces(reply: str) -> list[str]:
    return [reply[start : start + 9] for start in range(0, len(reply), 9)]


def _event(value: Json, name: str = "") -> bytes:
    opening = f"event: {name}\n" if name else ""
    return f"{opening}data: {json.dumps(value)}\n\n".encode()


def _openai_stream(reply: str) -> Iterator[bytes]:
    def chunk(choices: list[Json], usage: Json | None = None) -> bytes:
        return _event(
            {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "test", "choices": choices}
            | {"usage": usage}
        )

    for piece in _pieces(reply):
        yield chunk([{"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}])
    yield chunk([{"index": 0, "delta": {}, "finish_reason": "stop"}])
    yield chunk([], _openai_usage())
    yield b"data: [DONE]\n\n"


def _openai_usage() -> Json:
    return {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT, "total_tokens": TOKENS_IN + TOKENS_OUT}


def _openai_whole(reply: str) -> Json:
    message = {"role": "assistant", "content": reply}
    return {
        "id": "1", "object": "chat.completion", "created": 0, "model": "test", "usage": _openai_usage(),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
    }  # fmt: skip


def _anthropic_stream(reply: str) -> Iterator[bytes]:
    yield _event(
        {"type": "message_start", "message": _anthropic_whole("") | {"content": [], "stop_reason": None}},
        "message_start",
    )
    block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    yield _event(block, "content_block_start")
    for piece in _pieces(reply):
        delta = {"type": "text_delta", "text": piece}
        yield _event({"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta")
    yield _event({"type": "content_block_stop", "index": 0}, "content_block_stop")
    ending = {"stop_reason": "end_turn", "stop_sequence": None}
    yield _event(
        {"type": "message_delta", "delta": ending, "usage": _anthropic_usage(TOKENS_OUT)},
        "message_delta",
    )
    yield _event({"type": "message_stop"}, "message_stop")


def _anthropic_whole(reply: str) -> Json:
    return {
        "id": "1", "type": "message", "role": "assistant", "model": "test", "stop_reason": "end_turn",
        "stop_sequence": None, "content": [{"type": "text", "text": reply}],
        "usage": _anthropic_usage(TOKENS_OUT if reply else 1),
    }  # fmt: skip


def _anthropic_usage(written: int) -> Json:
    return {"input_tokens": TOKENS_IN, "output_tokens": written}


def _ollama_stream(reply: str) -> Iterator[bytes]:
    for piece in _pieces(reply):
        yield json.dumps(_ollama_part(piece) | {"done": False}).encode() + b"\n"
    yield json.dumps(_ollama_whole("")).encode() + b"\n"


def _ollama_whole(reply: str) -> Json:
    return _ollama_part(reply) | {
        "done": True, "done_reason": "stop", "total_duration": 1, "load_duration": 1,
        "prompt_eval_count": TOKENS_IN, "prompt_eval_duration": 1, "eval_count": TOKENS_OUT, "eval_duration": 1,
    }  # fmt: skip


def _ollama_part(words: str) -> Json:
    message = {"role": "assistant", "content": words}
    return {"model": "test", "created_at": "2026-01-01T00:00:00Z", "message": message}


def _coded(kind: str) -> Json:
    return {"error": {"message": kind, "code": kind, "type": kind}}


OPENAI = Dialect("text/event-stream", _openai_stream, _openai_whole, _coded, root="/v1")
AZURE = Dialect("text/event-stream", _openai_stream, _openai_whole, _coded)
ANTHROPIC = Dialect(
    "text/event-stream", _anthropic_stream, _anthropic_whole, lambda kind: {"type": "error"} | _coded(kind)
)
OLLAMA = Dialect("application/x-ndjson", _ollama_stream, _ollama_whole, lambda kind: {"error": kind})
FAILURES = {
    400: "context_length_exceeded: prompt is too long",
    401: "authentication_error: invalid api key",
    404: "model not found",
    429: "rate_limit_exceeded",
}
"""What a provider says with each status."""


@contextmanager
def model_server(dialect: Dialect, *replies: str | int, delay: float = 0.0) -> Iterator[ModelServer]:
    """Serve on a free loopback port until the block ends."""
    state = ModelServer(replies=list(replies), delay=delay)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append(body)
            state.paths.append(self.path)
            state.headers.append({name.lower(): value for name, value in self.headers.items()})
            time.sleep(state.delay)
            reply = state.next_reply()
            # A client that gave up waiting is what the timeout test is about.
            try:
                if isinstance(reply, int):
                    failure = json.dumps(dialect.failure(FAILURES.get(reply, "server_error"))).encode()
                    self._send(reply, "application/json", failure)
                elif body.get("stream"):
                    self._send(200, dialect.media, *dialect.stream(reply))
                else:
                    self._send(200, "application/json", json.dumps(dialect.whole(reply)).encode())
            except (BrokenPipeError, ConnectionResetError):
                return

        def _send(self, status: int, media: str, *parts: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Connection", "close")
            self.end_headers()
            for part in parts:
                self.wfile.write(part)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}{dialect.root}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
