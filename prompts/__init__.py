"""The words we send to a model: one Markdown file a prompt, with a version header and slots checked on load."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEADER = re.compile(r"\A---\n(?P<header>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_SLOT = re.compile(r"\{\{(\w+)\}\}")


class PromptError(Exception):
    """A prompt file is malformed: the message names the file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt. `system` and `user` hold `{{slot}}` marks; `digest` is the SHA-256 of the whole file."""

    name: str
    version: int
    digest: str
    slots: frozenset[str]
    system: str
    user: str

    def fill(self, **values: str) -> tuple[str, str]:
        """Return (system, user) with every slot filled; raises `PromptError` on a missing or unknown slot.

        Values are inserted as they are and never read for slots again, so a passage cannot open one.
        """
        if set(values) != self.slots:
            raise PromptError(f"Prompt {self.name} takes {sorted(self.slots)}, was given {sorted(values)}.")
        return tuple(_SLOT.sub(lambda mark: values[mark[1]], part) for part in (self.system, self.user))  # type: ignore[return-value]

    @property
    def identity(self) -> str:
        """Return name, version and the digest's first twelve digits: what a receipt records."""
        return f"{self.name} v{self.version} {self.digest[:12]}"


@cache
def load(name: str) -> Prompt:
    """Read `prompts/NAME.md`; raises `PromptError` where it is missing or its header and slots disagree."""
    file = files(__package__).joinpath(f"{name}.md")
    if not file.is_file():
        raise PromptError(f"There is no prompt {name}.md.")
    return parse(name, file.read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Prompt:
    """Read one prompt's text: a header (`version`, `slots`), then `# System` and `# User`."""
    match = _HEADER.match(text.replace("\r\n", "\n"))
    if match is None:
        raise PromptError(f"Prompt {name} has no header.")
    header = dict(line.split(":", 1) for line in match["header"].splitlines() if ":" in line)
    parts = re.split(r"^# (System|User)\n", match["body"], flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))
    if set(sections) != {"System", "User"} or "version" not in header:
        raise PromptError(f"Prompt {name} needs a version, a System and a User section.")
    declared = frozenset(slot.strip() for slot in header.get("slots", "").split(",") if slot.strip())
    used = frozenset(_SLOT.findall(sections["System"] + sections["User"]))
    if declared != used:
        raise PromptError(f"Prompt {name} declares the slots {sorted(declared)} and uses {sorted(used)}.")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(name, int(header["version"]), digest, declared, sections["System"], sections["User"])
