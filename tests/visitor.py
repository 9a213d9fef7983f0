"""One visitor of the chat without a browser: speaks Streamlit's own protocol over a WebSocket, as the page does."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE = 120.0
"""Seconds without a word from the server after which the visitor gives up."""
ANSWERED = "Receipt "
"""What the details under every answer say."""


@contextmanager
def open_visitor(address: str) -> Iterator["Visitor"]:
    """Open the chat at `address` as a new visitor, and leave it at the end."""
    url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(url, subprotocols=["streamlit"], origin=address, max_size=2**26) as socket:  # type: ignore[list-item, arg-type]
        visitor = Visitor(socket)
        visitor.send(BackMsg())
        yield visitor


class Visitor:
    """A session with the chat. Whatever it does fails where the page shows an error."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._box = ""
        self.words: list[str] = []
        """What the page shows, as of the last run of its script."""

    @property
    def answers(self) -> int:
        """How many answers the page shows."""
        return sum(ANSWERED in words for words in self.words)

    def ask(self, question: str) -> float:
        """Ask through the question box; return the seconds until the page had drawn the answer."""
        before = self.answers
        message = BackMsg()
        box = message.rerun_script.widget_states.widgets.add(id=self._box)
        box.chat_input_value.data = question
        begun = time.monotonic()
        self.send(message)
        while self.answers == before:
            # The page draws itself again once the answer is there.
            self._receive()
        return time.monotonic() - begun

    def send(self, message: BackMsg) -> None:
        """Have the page's script run, and wait until it has."""
        message.rerun_script.query_string = ""
        self._socket.send(message.SerializeToString())
        self._receive()

    def _receive(self) -> None:
        """Take in one run of the page's script."""
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=PATIENCE))  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.words = []
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._take(message.delta.new_element)
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return
                assert message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN, "the page failed"

    def _take(self, element: Element) -> None:
        match element.WhichOneof("type"):
            case "exception":
                raise AssertionError(element.exception.message)
            case "alert":
                assert element.alert.format != element.alert.ERROR, element.alert.body
            case "chat_input":
                self._box = element.chat_input.id
            case "html":
                self.words.append(element.html.body)
            case "markdown":
                self.words.append(element.markdown.body)
