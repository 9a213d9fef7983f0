"""A small local server that speaks the OpenAI chat protocol, streaming too, for testing the real client against it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class OpenAIServer:
    """What the server was asked (`requests`), and what it answers next (`replies`: text, or an HTTP status)."""

    url: str = ""
    replies: list[str | int] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    delay: float = 0.0

    def next_reply(self) -> str | int:
        """Return the next reply; the last one repeats."""
        return self.replies[min(len(self.requests), len(self.replies)) - 1]


@contextmanager
def openai_server(*replies: str | int, delay: float = 0.0) -> Iterator[OpenAIServer]:
    """Serve on a free loopback port until the block ends."""
    state = OpenAIServer(replies=list(replies), delay=delay)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append(body)
            time.sleep(state.delay)
            reply = state.next_reply()
            try:
                if isinstance(reply, int):
                    self._fail(reply)
                elif body.get("stream"):
                    self._stream(reply)
                else:
                    self._whole(reply)
            except (BrokenPipeError, ConnectionResetError):
                # The client gave up waiting: what the timeout test is about.
                return

        def _fail(self, status: int) -> None:
            codes = {400: "context_length_exceeded", 429: "rate_limit_exceeded", 401: "invalid_api_key"}
            message = codes.get(status, "server_error")
            content = json.dumps({"error": {"message": message, "code": message, "type": message}}).encode()
            self._head(status, "application/json", len(content))
            self.wfile.write(content)

        def _whole(self, reply: str) -> None:
            message = {"role": "assistant", "content": reply}
            content = json.dumps(
                {
                    "id": "1",
                    "object": "chat.completion",
                    "created": 0,
                    "model": "test",
                    "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
                }
            ).encode()
            self._head(200, "application/json", len(content))
            self.wfile.write(content)

        def _stream(self, reply: str) -> None:
            self._head(200, "text/event-stream", None)
            pieces = [reply[start : start + 9] for start in range(0, len(reply), 9)]
            for piece in pieces:
                self._event([{"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}])
            self._event([{"index": 0, "delta": {}, "finish_reason": "stop"}])
            self._event([], {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120})
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, choices: list[dict[str, Any]], usage: dict[str, int] | None = None) -> None:
            event = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "test", "choices": choices}
            self.wfile.write(b"data: " + json.dumps(event | {"usage": usage}).encode() + b"\n\n")

        def _head(self, status: int, media: str, length: int | None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Connection", "close")
            if length is not None:
                self.send_header("Content-Length", str(length))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
