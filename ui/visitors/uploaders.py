"""Whose upload is taken: only that of a session for which the page has drawn its box, and whose person may still edit.

Streamlit's own upload address asks nobody who they are, and keeps what it gets in memory.
"""

from collections import OrderedDict
from threading import Lock

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ui.visitors.identity import User, may_still_edit

_MOST_SESSIONS = 1_000
"""Sessions remembered; whoever was forgotten needs to draw the page once more."""


class Uploaders:
    """The sessions that may upload, each with the id of its person."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._people: OrderedDict[str, str] = OrderedDict()

    def note(self, session: str, user: User) -> None:
        """Let a session upload for as long as its person may edit."""
        with self._lock:
            self._people[session] = user.id
            self._people.move_to_end(session)
            while len(self._people) > _MOST_SESSIONS:
                self._people.popitem(last=False)

    def may_upload(self, session: str) -> bool:
        """Whether an upload of this session is taken now."""
        with self._lock:
            person = self._people.get(session)
        return person is not None and may_still_edit(person)


UPLOADERS = Uploaders()


def expect_upload(user: User) -> None:
    """Let the session whose page is being drawn upload; `user` may edit."""
    if (context := get_script_run_ctx()) is not None:
        UPLOADERS.note(context.session_id, user)


def take_content(file: UploadedFile) -> bytes:
    """Return the content of an upload, which is kept in memory no longer."""
    content = file.getvalue()
    context, files = get_script_run_ctx(), _files()
    if context is not None and files is not None:
        files.remove_file(context.session_id, file.file_id)
    return content


def bytes_in_memory() -> int:
    """Return how many bytes of uploads are in memory, of all sessions."""
    files = _files()
    held = list(files.file_storage.values()) if files is not None else []
    return sum(len(file.data) for of_session in held for file in list(of_session.values()))


def _files() -> MemoryUploadedFileManager | None:
    held = runtime.get_instance().uploaded_file_mgr if runtime.exists() else None
    return held if isinstance(held, MemoryUploadedFileManager) else None
