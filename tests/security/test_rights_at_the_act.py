"""Rights are asked for at a change, an upload or a socket, not when a page was drawn (attacks B8, B9, B12, B20)."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from retrieval.library.intake import sample_files
from retrieval.library.library import Library
from tests.fakes import FakeEmbedder
from tests.test_access import PEOPLE, PROVIDER, write_access
from tests.ui.server.requests import ask
from tests.ui.test_reading_pages import _finish, _open
from ui.reports.uploads import FOLDER, Uploads
from ui.server.upload_gate import EditorsUploadsOnly
from ui.visitors.identity import LOCAL, User, may_still_edit
from ui.visitors.uploaders import Uploaders

Fill = Callable[..., str]
EDITOR = User("ann@example.org", "Ann", "editor")
READER = User("ann@example.org", "Ann", "reader")


def _become(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("ui.visitors.identity", "ui.reports.changing", "ui.reports.page"):
        monkeypatch.setattr(f"{module}.current_user", lambda: user)


def test_an_editor_made_a_reader_removes_nothing(fill: Fill, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = fill()
    _become(EDITOR, monkeypatch)
    page = _open("reports", report=key)
    page = page.button(key="remove").click().run()
    _become(READER, monkeypatch)
    page = page.button(key="remove-now").click().run()
    with Library.open(home, None) as library:
        assert [one.key for one in library.reports()] == [key]
        assert not [one for one in library.audit.entries() if one.action == "removed"]
    assert "You may read the reports here" in page.error[0].value


def test_a_file_of_an_editor_made_a_reader_is_not_read(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPECTION_QA_SIGN_IN", str(write_access(tmp_path)))
    with Library.open(home, FakeEmbedder(), create=True) as library:
        uploads = Uploads(library)
        # Bob is a reader by the domain's line.
        uploads.hand_in("one.pdf", next(iter(sample_files())).read_bytes(), user="bob@example.org")
        _finish(uploads)
        assert "may not add reports any more" in uploads.all()[0].fault
        assert not library.reports()


@pytest.mark.parametrize(
    ("people", "may"),
    [
        pytest.param(PEOPLE, True, id="administrator"),
        pytest.param({"ann@example.org": "reader"}, False, id="made a reader"),
        pytest.param({"bob@example.org": "editor"}, False, id="taken off the list"),
        pytest.param(None, False, id="a file that is half written"),
    ],
)
def test_who_may_edit_is_read_anew(
    people: dict[str, str] | None, may: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_access(tmp_path, PROVIDER, people or PEOPLE)
    if people is None:
        path.write_text(path.read_text()[:40])
    monkeypatch.setenv("INSPECTION_QA_SIGN_IN", str(path))
    assert may_still_edit("ann@example.org") is may
    assert not may_still_edit(LOCAL.id)


def _upload(path: str, *, in_memory: int = 0, size: str | None = "1000", uploaders: Uploaders | None = None) -> int:
    """Return the status of an upload; 204 where the page's own address took it."""
    sent: list[Message] = []

    async def take(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        await send({"type": "http.response.start", "status": 204, "headers": []})

    async def receive() -> Message:
        raise AssertionError("the body was read")

    async def send(message: Message) -> None:
        sent.append(message)

    gate = EditorsUploadsOnly(
        take, may_upload=(uploaders or _drawn_for_local()).may_upload, in_memory=lambda: in_memory
    )
    headers = [(b"content-length", size.encode())] if size is not None else []
    asyncio.run(gate({"type": "http", "path": path, "method": "PUT", "headers": headers}, receive, send))
    return int(sent[0]["status"])


def _drawn_for_local() -> Uploaders:
    uploaders = Uploaders()
    uploaders.note("mine", LOCAL)
    return uploaders


@pytest.mark.parametrize(
    ("session", "in_memory", "size", "status"),
    [
        pytest.param("mine", 0, "1000", 204, id="an editor's"),
        pytest.param("theirs", 0, "1000", 403, id="a session without a box on its page"),
        pytest.param("", 0, "1000", 403, id="no session"),
        pytest.param("mine", 290 << 20, "1000", 204, id="room left"),
        pytest.param("mine", 290 << 20, str(49 << 20), 413, id="no room for a large one"),
        pytest.param("mine", 290 << 20, None, 413, id="no room for one of unknown size"),
        pytest.param("mine", 290 << 20, "٣", 413, id="a size that is no number"),
    ],
)
def test_an_upload_needs_an_editor_and_room(
    session: str, in_memory: int, size: str | None, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INSPECTION_QA_SIGN_IN", raising=False)
    assert _upload(f"/_stcore/upload_file/{session}/file-1", in_memory=in_memory, size=size) == status
    assert _upload(f"/chat/_stcore/upload_file/{session}/file-1", in_memory=in_memory, size=size) == status


def test_a_page_of_a_reader_lets_nothing_be_uploaded(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    noted: list[User] = []
    monkeypatch.setattr("ui.reports.page.expect_upload", noted.append)
    _become(READER, monkeypatch)
    _open("reports")
    assert not noted
    _become(EDITOR, monkeypatch)
    _open("reports")
    assert noted == [EDITOR]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("host", "origin", "taken"),
    [
        ("localhost:8501", "http://localhost:8501", True),
        ("127.0.0.1:8501", None, True),
        ("localhost:80", "http://localhost", True),
        ("reports.council.example", "https://reports.council.example", True),
        ("127.0.0.1:8501", "https://reports.council.example", True),
        ("localhost:8501", "http://localhost:3000", False),
        ("127.0.0.1:8501", "http://127.0.0.1:9999", False),
        ("127.0.0.1:8501", "http://localhost:8501", False),
        ("localhost:8501", "https://evil.example", False),
        ("localhost:8501", "null", False),
        ("localhost:8501", "", False),
    ],
)
def test_only_our_own_pages_are_answered(kind: str, host: str, origin: str | None, taken: bool) -> None:
    headers = {} if origin is None else {"origin": origin}
    first = ask(host, kind=kind, **headers)[0]
    assert (first.get("status") == 200 or first["type"] == "websocket.accept") is taken


def test_a_second_chat_leaves_the_files_of_the_first_alone(home: Path) -> None:
    with Library.open(home, FakeEmbedder(), create=True) as library:
        first = Uploads(library)
        waiting = first._folder / "one" / "report.pdf"
        waiting.parent.mkdir()
        waiting.write_bytes(b"waiting")
        left = home / FOLDER / "of-a-process-that-died"
        left.mkdir()
        second = Uploads(library)
        assert second._folder != first._folder
        assert waiting.read_bytes() == b"waiting"
        assert not left.exists()
        shutil.rmtree(home / FOLDER)


def test_a_broken_sign_in_file_lets_nobody_in_and_shows_no_traceback(
    home: Path,  # noqa: ARG001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "sign-in.toml"
    path.write_text("[provider")
    monkeypatch.setenv("INSPECTION_QA_SIGN_IN", str(path))
    page = AppTest.from_file(str(Path(__file__).resolve().parents[2] / "app.py"), default_timeout=120).run()
    assert not page.exception
    assert [one.value for one in page.error] == ["Nobody can sign in just now. Please tell who runs these pages."]
    st.cache_resource.clear()
