"""The one reader of the environment. Everything else is handed a `Settings`."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

APPLICATION = "inspection-qa"
MODEL_TIMEOUT = 60.0
PUBLISHERS = ("files.ofsted.gov.uk", "reports.ofsted.gov.uk")
HISTORY_DAYS = 90

_SECRET = re.compile(
    r"(?:^|_)(?:API_?)?(?:KEYS?|TOKENS?|SECRETS?|PASSWORDS?|PASSPHRASE|CREDENTIALS?)(?:_|$)|APIKEY|PASSWORD",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z]+(?:[ '-][A-Za-z]+)*")
"""What no secret looks like: words alone, "children" say, which reports print on every page."""
_LONGEST_WORD = 15
_LEAST = 8
"""Characters of a value that is masked: a shorter one, "true" for instance, would mask ordinary words."""


class SettingsError(Exception):
    """An environment variable has a value that cannot be used; the message names it and says what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set; each field names its environment variable in docs/configuration.md."""

    home: Path
    """The library's folder (`INSPECTION_QA_HOME`)."""
    model: str | None = None
    """`provider:model` for the generative answerer (`INSPECTION_QA_MODEL`); None answers by extraction."""
    model_base_url: str | None = None
    """Address of the model's server (`INSPECTION_QA_MODEL_URL`); None is the provider's own."""
    model_timeout: float = MODEL_TIMEOUT
    """Seconds a model may take for one answer (`INSPECTION_QA_MODEL_TIMEOUT`)."""
    model_price: tuple[float, float] | None = None
    """US dollars for a million tokens in and out, as `in/out` (`INSPECTION_QA_MODEL_PRICE`)."""
    embeddings: str | None = None
    """A LangChain `provider:model` embedding name (`INSPECTION_QA_EMBEDDINGS`); None is the embedded model."""
    embeddings_folder: Path | None = None
    """Folder with model.onnx and tokenizer.json (`INSPECTION_QA_EMBEDDINGS_FOLDER`) instead of the packaged one."""
    chroma: str | None = None
    """Address of a Chroma server (`INSPECTION_QA_CHROMA`) that keeps the vectors; None keeps them in the library."""
    reports: Path | None = None
    """Folder of real reports for tests and evaluations (`INSPECTION_QA_REPORTS`)."""
    history_days: int = HISTORY_DAYS
    """Days that a conversation is kept after its last question (`INSPECTION_QA_HISTORY_DAYS`); 0 keeps none."""
    sign_in: Path | None = None
    """File that names the sign-in provider and who may come in (`INSPECTION_QA_SIGN_IN`); None is no sign-in."""
    hosts: tuple[str, ...] = PUBLISHERS
    """Sites that `ingest` may fetch from (`INSPECTION_QA_HOSTS`, separated by commas)."""
    public_hosts: tuple[str, ...] = ()
    """Names under which people reach the chat (`INSPECTION_QA_PUBLIC_HOSTS`, separated by commas), beside this
    computer's own and the one that sign-in returns to; a request under any other name is refused."""
    log: str = "text"
    """How the chat's server logs, `text` or `json` (`INSPECTION_QA_LOG`)."""
    metrics: tuple[str, int] | None = None
    """Address and port for Prometheus, as `127.0.0.1:9464` (`INSPECTION_QA_METRICS`)."""
    traces: str | None = None
    """Address of an OpenTelemetry collector, as `http://127.0.0.1:4317` (`INSPECTION_QA_TRACES`)."""
    keep_questions: bool = True
    """Whether receipts hold the text of questions (`INSPECTION_QA_KEEP_QUESTIONS=0`: their hash). The chat never keeps
    it where several people may use it: with sign-in, or when it listens beyond this computer."""
    operator: str | None = None
    """Organisation that runs the pages (`INSPECTION_QA_OPERATOR`); named on the About page."""
    contact: str | None = None
    """Whom to tell when something does not work (`INSPECTION_QA_CONTACT`)."""
    tracing: bool = False
    """Whether LangSmith tracing may run (`INSPECTION_QA_TRACING=1`); off keeps every question on this machine."""

    @property
    def demo_home(self) -> Path:
        """The folder of the demo library, beside the user's own, so that samples never mix with real reports."""
        home = self.home.absolute()
        return home.with_name(f"{home.name}-demo")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from `environment` (default: the process's own)."""
        values = os.environ if environment is None else environment

        def path(name: str) -> Path | None:
            try:
                return Path(values[name]).expanduser() if values.get(name) else None
            except RuntimeError as error:
                raise SettingsError(f"{name} is “{values[name]}”: {error}.") from error

        return cls(
            home=path("INSPECTION_QA_HOME") or Path(platformdirs.user_data_dir(APPLICATION, appauthor=False)),
            model=values.get("INSPECTION_QA_MODEL") or None,
            model_base_url=values.get("INSPECTION_QA_MODEL_URL") or None,
            model_timeout=_seconds(values.get("INSPECTION_QA_MODEL_TIMEOUT")),
            model_price=_price(values.get("INSPECTION_QA_MODEL_PRICE")),
            embeddings=values.get("INSPECTION_QA_EMBEDDINGS") or None,
            embeddings_folder=path("INSPECTION_QA_EMBEDDINGS_FOLDER"),
            chroma=_address(values.get("INSPECTION_QA_CHROMA")),
            reports=path("INSPECTION_QA_REPORTS"),
            history_days=_days(values.get("INSPECTION_QA_HISTORY_DAYS")),
            sign_in=path("INSPECTION_QA_SIGN_IN"),
            hosts=_names(values.get("INSPECTION_QA_HOSTS"), PUBLISHERS),
            public_hosts=_names(values.get("INSPECTION_QA_PUBLIC_HOSTS"), ()),
            log=_log(values.get("INSPECTION_QA_LOG")),
            metrics=_port(values.get("INSPECTION_QA_METRICS")),
            traces=values.get("INSPECTION_QA_TRACES") or None,
            keep_questions=values.get("INSPECTION_QA_KEEP_QUESTIONS") != "0",
            operator=values.get("INSPECTION_QA_OPERATOR") or None,
            contact=values.get("INSPECTION_QA_CONTACT") or None,
            tracing=values.get("INSPECTION_QA_TRACING") == "1",
        )


def secret_values(environment: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return the values of the variables whose names say that they are secret; they are only ever masked."""
    values = os.environ if environment is None else environment
    return frozenset(
        value
        for name, value in values.items()
        if len(value) >= _LEAST and _SECRET.search(name) and not _is_a_word(value)
    )


def _is_a_word(value: str) -> bool:
    """Whether a value is ordinary words: small letters, at most with a capital at the beginning of each."""
    return bool(_WORDS.fullmatch(value)) and all(
        part in {part.lower(), part.capitalize()} and len(part) <= _LONGEST_WORD for part in re.split(r"[ '-]", value)
    )


def forbid_tracing() -> None:
    """Switch LangSmith's uploads off for this process, whatever its variables say: questions stay on this machine."""
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ[name] = "false"


def _names(value: str | None, default: tuple[str, ...]) -> tuple[str, ...]:
    """Return host names separated by commas, in the form in which addresses are compared; "" names none."""
    if value is None:
        return default
    return tuple(name.strip().lower() for name in value.split(",") if name.strip())


def _log(value: str | None) -> str:
    if value not in {None, "", "text", "json"}:
        raise SettingsError(f"INSPECTION_QA_LOG is “{value}”: give text or json.")
    return value or "text"


def _port(value: str | None) -> tuple[str, int] | None:
    if not value:
        return None
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingsError(f"INSPECTION_QA_METRICS is “{value}”: give address:port, e.g. 127.0.0.1:9464.")
    return host.strip("[]"), int(port)


def _seconds(value: str | None) -> float:
    try:
        return float(value) if value else MODEL_TIMEOUT
    except ValueError as error:
        raise SettingsError(f"INSPECTION_QA_MODEL_TIMEOUT is “{value}”: give a number of seconds, e.g. 60.") from error


def _days(value: str | None) -> int:
    try:
        days = int(value) if value else HISTORY_DAYS
    except ValueError:
        days = -1
    if days < 0:
        raise SettingsError(f"INSPECTION_QA_HISTORY_DAYS is “{value}”: give a whole number of days, 0 to keep nothing.")
    return days


def _address(value: str | None) -> str | None:
    if not value:
        return None
    try:
        parts = urlsplit(value)
        named = parts.hostname and parts.port
    except ValueError:
        named = None
    if not named or parts.scheme not in {"http", "https"} or parts.path.strip("/") or "@" in value:
        raise SettingsError(f"INSPECTION_QA_CHROMA is “{value}”: give http://host:port, e.g. http://127.0.0.1:8000.")
    return f"{parts.scheme}://{parts.netloc}"


def _price(value: str | None) -> tuple[float, float] | None:
    if not value:
        return None
    try:
        into, out = (float(part) for part in value.split("/"))
    except ValueError as error:
        raise SettingsError(f"INSPECTION_QA_MODEL_PRICE is “{value}”: give in/out, e.g. 0.15/0.60.") from error
    return into, out
