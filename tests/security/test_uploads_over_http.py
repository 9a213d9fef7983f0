"""The upload address of the running chat: an editor's file is taken, a stranger's is refused (attack B9)."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.ui.server.test_server import _get, _serving


@pytest.mark.slow
def test_only_a_page_that_offers_it_takes_files(sample_home: Path, tmp_path: Path) -> None:
    with _serving(sample_home, tmp_path) as (port, _):
        assert _put(port, "made-up", b"x") == 403
        assert _upload_from(port, "") == 403
        assert _upload_from(port, "reports") == 204


def _upload_from(port: int, page: str) -> int:
    address = f"http://127.0.0.1:{port}"
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=address,  # type: ignore[arg-type]
        max_size=2**26,
    ) as socket:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        socket.send(asked.SerializeToString())
        session = ""
        while True:
            message = ForwardMsg.FromString(socket.recv(timeout=60))  # type: ignore[arg-type]
            session = message.new_session.initialize.session_id or session
            if message.WhichOneof("type") == "script_finished":
                return _put(port, session, b"a file")


def _put(port: int, session: str, content: bytes) -> int:
    cookie = _get(port, "/_stcore/health")[1]["Set-Cookie"] or ""
    token = next((one.partition("=")[2] for one in cookie.split("; ") if "xsrf" in one.partition("=")[0]), "")
    boundary = "b0undary"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'.encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/_stcore/upload_file/{session}/file-1",
        data=part + content + f"\r\n--{boundary}--\r\n".encode(),
        method="PUT",
        headers={
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": f"_streamlit_xsrf={token}",
            "X-Xsrftoken": token,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
