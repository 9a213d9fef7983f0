"""Fetching a report: from the sites on the list, at the address that was checked, within limits; else a plain word."""

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpcore
import pytest
import trustme

from ingest.errors import DownloadFailed, IngestError, LimitExceeded, RefusedAddress
from ingest.files.addresses import check_addresses, check_url
from ingest.files.download import Downloader, look_up

HOST = "files.publisher.example"
PUBLIC = "8.8.8.8"
PDF = b"%PDF-1.7\nA report.\n"


@dataclass
class Site:
    """A local https site that stands for the publisher's: what it answers, and where connections were meant to go."""

    trust: ssl.SSLContext
    port: int = 0
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)
    drip: bool = False


@pytest.fixture(scope="module")
def certificates() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def site(certificates: trustme.CA) -> Iterator[Site]:
    """Serve on a free port until the test ends."""
    trust = ssl.create_default_context()
    certificates.configure_trust(trust)
    state = Site(trust)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.seen.append(dict(self.headers))
            status, headers, body = state.pages.get(self.path, (404, {}, b""))
            try:
                if state.drip:
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                    for _ in range(100):
                        self.wfile.write(b"X-Slow: 1\r\n")
                        time.sleep(0.05)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                # The client gave up, which is what some tests are about.
                return

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificates.issue_cert(HOST).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


class _ToSite(httpcore.NetworkBackend):
    """Notes where a connection is meant to go, and makes it to the local site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self._site.asked.append((host, port))
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._site.port, timeout, local_address, socket_options)


class Resolver:
    """A resolver of the test's own: answers in turn, the last for ever."""

    def __init__(self, *answers: Sequence[str] | OSError) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(answer, OSError):
            raise answer
        return answer


def _downloader(
    site: Site, resolve: Resolver | None = None, *, seconds: float = 20.0, largest: int = 10**6
) -> Downloader:
    return Downloader({HOST}, resolve or Resolver([PUBLIC]), _ToSite(site), site.trust, seconds, largest)


def test_a_report_is_fetched_at_the_address_that_was_checked(site: Site, tmp_path: Path) -> None:
    site.pages["/v1/file/Surrey%202018.pdf"] = (200, {}, PDF)
    resolver = Resolver([PUBLIC, "1.1.1.1"])
    path = _downloader(site, resolver).fetch(f"https://{HOST}/v1/file/Surrey%202018.pdf", tmp_path)
    assert (path.parent, path.name, path.read_bytes()) == (tmp_path, "surrey-2018.pdf", PDF)
    assert (site.asked, resolver.asked) == ([(PUBLIC, 443)], [HOST])
    assert site.seen[0]["Host"] == HOST
    assert not {"Cookie", "Authorization"} & site.seen[0].keys()


@pytest.mark.parametrize(
    ("path", "content", "name"),
    [
        ("/v1/file/50004248", PDF, "50004248.pdf"),
        ("/a/..%2F..%2Fetc%2Fpasswd", PDF, "passwd.pdf"),
        ("/%2e%2e", PDF, "report.pdf"),
        ("/notes.md?x=1", b"# Report", "notes.md"),
        ("/report.md", PDF, "report.pdf"),
        ("/run.exe", PDF, "run-exe.pdf"),
    ],
)
def test_the_site_does_not_choose_where_the_file_goes(
    site: Site, tmp_path: Path, path: str, content: bytes, name: str
) -> None:
    site.pages[path] = (200, {"Content-Disposition": 'attachment; filename="../../evil.sh"'}, content)
    fetched = _downloader(site).fetch(f"https://{HOST}{path}", tmp_path)
    assert (fetched.parent, fetched.name) == (tmp_path, name)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://files.publisher.example/a.pdf", "only https"),
        ("file:///etc/passwd", "only https"),
        ("ftp://files.publisher.example/a.pdf", "only https"),
        ("https://evil.example/a.pdf", "not on the list"),
        ("https://files.publisher.example.evil.example/a.pdf", "not on the list"),
        ("https://evil.example#files.publisher.example", "not on the list"),
        ("https://127.0.0.1/a.pdf", "not on the list"),
        ("https://ada:key@files.publisher.example/a.pdf", "name or password"),
        ("https://files.publisher.example:8443/a.pdf", "another port"),
        ("https://files.publisher.example:x/a.pdf", "no web address"),
        ("https://[::1/a.pdf", "no web address"),
    ],
)
def test_addresses_that_are_not_fetched(url: str, says: str) -> None:
    with pytest.raises(RefusedAddress, match=says):
        check_url(url, {HOST})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "fe80::1%eth0", "not an address",
        "168.63.129.16", "fec0::1", "3fff::1", "192.88.99.1", "::ffff:168.63.129.16", "64:ff9b::a83f:8110",
    ],
)  # fmt: skip
def test_addresses_inside_are_refused(address: str) -> None:
    with pytest.raises(RefusedAddress, match="no address of the open internet"):
        check_addresses(HOST, [PUBLIC, address])


@pytest.mark.parametrize("address", [PUBLIC, "2a00:1450:4009::1", "::ffff:8.8.8.8"])
def test_public_addresses_pass(address: str) -> None:
    assert check_addresses(HOST, [address]) == address


def test_a_name_that_leads_inside_is_never_connected_to(site: Site, tmp_path: Path) -> None:
    with pytest.raises(RefusedAddress, match="open internet"):
        _downloader(site, Resolver(["169.254.169.254"])).fetch(f"https://{HOST}/a.pdf", tmp_path)
    assert site.asked == []


def test_a_name_that_changes_between_check_and_use_changes_nothing(site: Site, tmp_path: Path) -> None:
    site.pages["/a.pdf"] = (302, {"Location": "/b.pdf", "Connection": "close"}, b"")
    site.pages["/b.pdf"] = (200, {}, PDF)
    with pytest.raises(RefusedAddress, match=r"127\.0\.0\.1"):
        _downloader(site, Resolver([PUBLIC], ["127.0.0.1"])).fetch(f"https://{HOST}/a.pdf", tmp_path)
    assert site.asked == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("https://evil.example/a.pdf", RefusedAddress),
        ("http://files.publisher.example/a.pdf", RefusedAddress),
        ("//127.0.0.1/a.pdf", RefusedAddress),
        ("file:///etc/passwd", RefusedAddress),
        ("/start.pdf", DownloadFailed),
    ],
)
def test_redirects_are_checked_like_the_first_address(
    site: Site, tmp_path: Path, target: str, error: type[IngestError]
) -> None:
    site.pages["/start.pdf"] = (302, {"Location": target}, b"")
    with pytest.raises(error):
        _downloader(site).fetch(f"https://{HOST}/start.pdf", tmp_path)
    assert {host for host, _ in site.asked} == {PUBLIC}
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_within_the_site_is_followed(site: Site, tmp_path: Path) -> None:
    site.pages["/old"] = (301, {"Location": "new.pdf"}, b"")
    site.pages["/new.pdf"] = (200, {}, PDF)
    assert _downloader(site).fetch(f"https://{HOST}/old", tmp_path).read_bytes() == PDF


def test_limits_on_size_and_time(site: Site, tmp_path: Path) -> None:
    site.pages["/big.pdf"] = (200, {}, bytes(200_000))
    with pytest.raises(LimitExceeded, match="larger than a report"):
        _downloader(site, largest=100_000).fetch(f"https://{HOST}/big.pdf", tmp_path)
    site.drip = True
    started = time.monotonic()
    with pytest.raises(DownloadFailed, match="did not answer in time"):
        _downloader(site, seconds=0.6).fetch(f"https://{HOST}/big.pdf", tmp_path)
    assert time.monotonic() - started < 3


def test_what_is_not_there_or_not_trusted_is_told(site: Site, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="answered 404"):
        _downloader(site).fetch(f"https://{HOST}/none.pdf", tmp_path)
    stranger = Downloader({HOST}, Resolver([PUBLIC]), _ToSite(site), ssl.create_default_context())
    with pytest.raises(DownloadFailed, match="could not prove who it is"):
        stranger.fetch(f"https://{HOST}/none.pdf", tmp_path)


def test_offline_is_a_plain_word(site: Site, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed) as told:
        _downloader(site, Resolver(socket.gaierror(-3, "Temporary failure"))).fetch(f"https://{HOST}/a.pdf", tmp_path)
    assert HOST in told.value.message
    assert "connection" in told.value.remedy


def test_the_systems_resolver_is_asked_once_for_all_addresses() -> None:
    assert set(look_up("127.0.0.1")) == {"127.0.0.1"}
