"""Who publishes inspection reports, and how a text names them."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def named_in(text: str) -> tuple[str, ...]:
    """Return the inspectorates that `text` names, in the order of the list."""
    return tuple(name for name, pattern in _read().items() if pattern.search(text))


@cache
def _read() -> Mapping[str, re.Pattern[str]]:
    rows = tomllib.loads(files(__package__).joinpath("inspectorates.toml").read_text(encoding="utf-8"))
    return {name: re.compile(pattern) for name, pattern in rows.items()}
