"""A file that takes the reading process over finds no network, no program, no key and no way into the parent."""

import pickle
import struct
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from ingest.errors import LimitExceeded, UnreadableFile
from ingest.isolation.messages import Garbled, receive_reading, send_reading
from ingest.isolation.worker import Limits, Worker
from ingest.models import ParsedReport
from tests.factories import make_parsed

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "samples" / "kelmouth_2024-03-28.pdf"

ATTEMPTS = {
    "connect": "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
    "listen": "import socket; socket.socket().bind(('127.0.0.1', 0))",
    "program": "import subprocess; subprocess.run(['true'])",
    "shell": "import os; os.system('true')",
    "fork": "import os; os.fork()",
    "write": "open(sys.argv[1], 'w')",
    "delete": "import os; os.remove(sys.argv[1])",
    "signal": "import os; os.kill(os.getppid(), 0)",
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.skipif(sys.platform == "win32", reason="the limits are those of Unix")
def test_nothing_but_reading_is_left(tmp_path: Path, attempt: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("unharmed", encoding="utf-8")
    code = f"import sys; from ingest.isolation import sandbox; sandbox.enter(1 << 30)\ntry:\n {ATTEMPTS[attempt]}\n"
    code += "except PermissionError: print('refused')"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(victim)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.stdout == "refused\n", ran.stderr
    assert victim.read_text(encoding="utf-8") == "unharmed"


@pytest.mark.skipif(sys.platform != "linux", reason="the filter of system calls is Linux's")
@pytest.mark.parametrize("call", ["socket.socket()", "socket.socketpair()", "os.execv('/bin/true', ['true'])"])
def test_the_kernel_refuses_what_goes_round_python(call: str) -> None:
    code = f"import os, socket\nfrom ingest.isolation import sandbox; sandbox._filter_system_calls()\ntry:\n {call}\n"
    code += "except PermissionError as error: print(error.errno)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.stdout == "1\n", ran.stderr


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks the child's environment up in /proc")
def test_the_child_sees_no_key_and_cannot_gain_privileges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "canary-7f3a")
    with Worker(Limits()) as worker:
        assert isinstance(worker.read(SAMPLE), ParsedReport)
        assert worker._process is not None
        inside = Path(f"/proc/{worker._process.pid}")
        assert b"canary-7f3a" not in (inside / "environ").read_bytes()
        status = (inside / "status").read_text(encoding="utf-8")
    assert "NoNewPrivs:\t1\n" in status
    assert "Seccomp:\t2\n" in status


def test_a_reading_crosses_unchanged() -> None:
    pipe = BytesIO()
    parsed = make_parsed()
    error = LimitExceeded("Too long.", remedy="Shorten it.")
    send_reading(SAMPLE, parsed, pipe)
    send_reading(SAMPLE, error, pipe)
    pipe.seek(0)
    assert receive_reading(pipe) == parsed
    received = receive_reading(pipe)
    assert (type(received), received.message, received.remedy) == (LimitExceeded, "Too long.", "Shorten it.")  # type: ignore[union-attr]


def test_half_a_character_is_a_plain_refusal() -> None:
    pipe = BytesIO()
    send_reading(SAMPLE, make_parsed(paragraphs=("Half \ud835 a character.",)), pipe)
    pipe.seek(0)
    received = receive_reading(pipe)
    assert isinstance(received, UnreadableFile)
    assert "no characters" in received.message


class _Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return print, ("exploded",)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(struct.pack(">Q", 1 << 40), id="a length without end"),
        pytest.param(struct.pack(">Q", 8) + b"short", id="cut short"),
        pytest.param(struct.pack(">Q", 2) + b"{}", id="another object"),
        pytest.param(struct.pack(">Q", len(pickle.dumps(_Bomb()))) + pickle.dumps(_Bomb()), id="a pickle that runs"),
    ],
)
def test_anything_but_a_reading_is_refused(content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Garbled):
        receive_reading(BytesIO(content))
    assert capsys.readouterr().out == ""
