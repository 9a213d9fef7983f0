"""A report from its publisher's site to a file: the one module that reaches out by itself, and only when told to."""

import re
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin

import httpcore

from ingest.errors import DownloadFailed, LimitExceeded
from ingest.files.addresses import check_addresses, check_url
from ingest.files.pdf import MAXIMUM_BYTES

REDIRECTS = 5
SECONDS = 60.0
"""For the whole download; the largest of 431 reports has 3 MB."""
IDLE_SECONDS = 15.0
_AGENT = b"inspection-qa"
_OFFLINE = "Check this computer's connection, or download the report elsewhere and ingest the file."
_EXPORTS = (".md", ".markdown", ".txt")

Resolve = Callable[[str], Sequence[str]]


def look_up(host: str) -> list[str]:
    """Return every address of a name, in the system's order."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the address that was checked: the name is looked up once, so it cannot change in between."""

    def __init__(self, resolve: Resolve, inner: httpcore.NetworkBackend, *, deadline: float) -> None:
        self._resolve = resolve
        self._inner = inner
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Look the host up, check every address, connect to the first; the certificate is still that of the host."""
        try:
            found = self._resolve(host)
        except OSError as error:
            raise DownloadFailed(
                f"{host} could not be found: no name server answers for it.", remedy=_OFFLINE
            ) from error
        address = check_addresses(host, found)
        return _Timed(
            self._inner.connect_tcp(address, port, timeout, local_address, socket_options), deadline=self._deadline
        )


class _Timed(httpcore.NetworkStream):
    """A connection with an end: a server that sends a byte now and then would keep each single wait short for ever."""

    def __init__(self, inner: httpcore.NetworkStream, *, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the download took too long")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._inner.write(buffer, self._left(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Agree on encryption, with the host's own certificate."""
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), deadline=self._deadline)

    def get_extra_info(self, info: str) -> object:
        """Return what the connection knows of itself."""
        return self._inner.get_extra_info(info)

    def close(self) -> None:
        """Close."""
        self._inner.close()


@dataclass(frozen=True, slots=True)
class Downloader:
    """Fetches from `hosts` alone. A test brings its own `resolve`, `backend` and `trust`."""

    hosts: Collection[str]
    resolve: Resolve = look_up
    backend: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS
    largest: int = MAXIMUM_BYTES

    def fetch(self, url: str, folder: Path) -> Path:
        """Write what stands at `url` into `folder` and return the file, named after the address's last part.

        Raises RefusedAddress, LimitExceeded, DownloadFailed.
        """
        at = url
        # No proxy, no cookies, no credentials: the pool knows only what it is given here.
        backend = PinnedBackend(self.resolve, self.backend, deadline=time.monotonic() + self.seconds)
        with httpcore.ConnectionPool(self.trust, network_backend=backend) as pool:
            for _ in range(REDIRECTS + 1):
                host = check_url(at, self.hosts).hostname
                with _plain_words(str(host)), self._get(pool, at) as response:
                    if 300 <= response.status < 400 and (there := _header(response, b"location")):
                        at = urljoin(at, there)
                        continue
                    if response.status != 200:
                        raise DownloadFailed(
                            f"{host} has no report at {url} (it answered {response.status}).",
                            remedy="Check the address.",
                        )
                    content = self._read(response, url)
                path = folder / _file_name(url, content)
                path.write_bytes(content)
                return path
        raise DownloadFailed(f"{url} leads from one address to the next without end.", remedy="Check the address.")

    @staticmethod
    def _get(pool: httpcore.ConnectionPool, url: str) -> AbstractContextManager[httpcore.Response]:
        waits = dict.fromkeys(("connect", "read", "write", "pool"), IDLE_SECONDS)
        headers = [(b"User-Agent", _AGENT), (b"Accept", b"application/pdf, text/plain, text/markdown, */*;q=0.1")]
        return pool.stream("GET", url, headers=headers, extensions={"timeout": waits})

    def _read(self, response: httpcore.Response, url: str) -> bytes:
        content = bytearray()
        for piece in response.iter_stream():
            content += piece
            if len(content) > self.largest:
                raise LimitExceeded(
                    f"{url} was given up: it is larger than a report can need ({self.largest // 1_000_000} MB).",
                    remedy="Check the address.",
                )
        return bytes(content)


def _header(response: httpcore.Response, name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in response.headers if key.lower() == name), None)


def _file_name(url: str, content: bytes) -> str:
    """Return letters, digits and hyphens of the address's last part, with the ending that the content calls for."""
    last = unquote(url.split("?")[0].split("#")[0]).rstrip("/").rsplit("/", 1)[-1]
    stem, _, ending = last.rpartition(".")
    suffix = f".{ending.lower()}"
    known = suffix in (".pdf", *_EXPORTS)
    slug = re.sub(r"[^a-z0-9_]+", "-", (stem if known else last).lower()).strip("-")[:80]
    is_export = suffix in _EXPORTS and b"%PDF-" not in content[:1024]
    return (slug or "report") + (suffix if is_export else ".pdf")


@contextmanager
def _plain_words(host: str) -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise DownloadFailed(f"{host} did not answer in time.", remedy=_OFFLINE) from error
    except httpcore.ConnectError as error:
        if "CERTIFICATE" in str(error).upper():
            raise DownloadFailed(
                f"{host} could not prove who it is ({error}), so nothing was fetched.",
                remedy="Try again later; behind an inspecting firewall, download the report with a browser.",
            ) from error
        raise DownloadFailed(f"{host} cannot be reached.", remedy=_OFFLINE) from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise DownloadFailed(f"The connection to {host} broke off.", remedy="Try again.") from error
