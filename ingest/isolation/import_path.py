"""Where modules are imported from: never from the current folder, which may hold a stranger's reports and code.

Only modules that every interpreter has loaded at its start are imported here.
"""

import os
import site
import sys
from collections.abc import Iterable

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
"""Where this program is, in a checkout and in an installed package alike."""


def leave_current_folder() -> None:
    """Import nothing from the current folder from now on, whatever the environment says."""
    sys.path[:] = without_current_folder(sys.path)


def without_current_folder(entries: Iterable[str]) -> list[str]:
    """Return `entries` without those that mean the current folder, unless it is Python's own or this program's."""
    try:
        here = os.path.realpath(os.getcwd())
    except OSError:
        # It was deleted: nothing can be imported from it.
        here = ""
    kept = [entry or here for entry in entries]
    if here not in _trusted():
        kept = [entry for entry in kept if os.path.realpath(entry) != here]
    return kept if ROOT in kept else [*kept, ROOT]


def _trusted() -> set[str]:
    standard = os.path.dirname(os.path.abspath(os.__file__))
    folders = (ROOT, standard, os.path.join(standard, "lib-dynload"), *site.getsitepackages())
    return {os.path.realpath(folder) for folder in folders}
