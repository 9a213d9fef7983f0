"""Logs of a process that serves: one line an event to stderr, as text or as JSON, without a question or a secret."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

from masking import MaskingFormatter
from settings import APPLICATION, Settings

logger = logging.getLogger(APPLICATION)
_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_JSON = "%(asctime)s %(levelname)s %(name)s %(message)s"
_RENAMED = {"asctime": "time", "levelname": "level", "name": "logger"}


def configure(settings: Settings) -> None:
    """Send every log of this process through one masking handler; what libraries set up for themselves is replaced."""
    inner: logging.Formatter = logging.Formatter(_TEXT)
    if settings.log == "json":
        inner = JsonFormatter(_JSON, rename_fields=_RENAMED, json_ensure_ascii=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskingFormatter(inner))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logger.setLevel(logging.INFO)
    for name, held in logging.Logger.manager.loggerDict.items():
        if isinstance(held, logging.Logger) and held.handlers:
            # Streamlit and uvicorn bring handlers of their own, which would mask nothing.
            logging.getLogger(name).handlers.clear()
            held.propagate = True


def event(name: str, **facts: object) -> None:
    """Log an event with facts beside it; in text they follow it as `name=value`."""
    shown = " ".join(f"{key}={value}" for key, value in facts.items())
    logger.info("%s %s", name, shown, extra={"event": name, **facts})
