"""Who may use the chat over a network: the sign-in file, and what is refused without one."""

from pathlib import Path
from typing import Any

import pytest

from operations.access import is_loopback, read_access
from settings import SettingsError

PROVIDER = {
    "redirect_uri": "https://reports.example.org/oauth2callback",
    "server_metadata_url": "https://login.example.org/.well-known/openid-configuration",
    "client_id": "inspection-qa",
    "client_secret": "secret",
    "cookie_secret": "c" * 32,
}
PEOPLE = {"Ann@Example.org": "administrator", "@example.org": "reader"}


def write_access(folder: Path, provider: dict[str, Any] = PROVIDER, people: dict[str, str] = PEOPLE) -> Path:
    """Write a sign-in file."""
    lines = ["[provider]", *(f'{name} = "{value}"' for name, value in provider.items())]
    lines += ["[people]", *(f'"{who}" = "{role}"' for who, role in people.items())]
    path = folder / "sign-in.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("address", "role"),
    [
        pytest.param("ann@example.org", "administrator", id="own line"),
        pytest.param("ANN@EXAMPLE.ORG", "administrator", id="case"),
        pytest.param("bob@example.org", "reader", id="domain"),
        pytest.param("bob@other.example.org", None, id="other domain"),
        pytest.param("bob@notexample.org", None, id="domain that ends alike"),
        pytest.param("example.org", None, id="no address"),
        pytest.param("", None, id="empty"),
        pytest.param("@example.org", None, id="nobody at the domain"),
        pytest.param("eve@evil.org@example.org", None, id="two at signs"),
        pytest.param("eve @example.org", None, id="a space"),
    ],
)
def test_only_who_is_listed_has_a_role(address: str, role: str | None, tmp_path: Path) -> None:
    assert read_access(write_access(tmp_path)).role_of(address) == role


@pytest.mark.parametrize(
    ("provider", "people", "told"),
    [
        pytest.param({**PROVIDER, "client_id": ""}, PEOPLE, "client_id", id="empty value"),
        pytest.param({}, PEOPLE, "redirect_uri", id="no provider"),
        pytest.param({**PROVIDER, "cookie_secret": "short"}, PEOPLE, "openssl rand", id="short secret"),
        pytest.param({**PROVIDER, "redirect_uri": "http://reports.example.org/x"}, PEOPLE, "https", id="no TLS"),
        pytest.param(PROVIDER, {}, "reader", id="nobody"),
        pytest.param(PROVIDER, {"ann@example.org": "king"}, "king", id="unknown role"),
        pytest.param(PROVIDER, {"example.org": "reader"}, "example.org", id="no at sign"),
        pytest.param(PROVIDER, {"a@b@example.org": "reader"}, "a@b@example.org", id="two at signs"),
    ],
)
def test_a_file_that_would_not_do_is_told(
    provider: dict[str, Any], people: dict[str, str], told: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=told):
        read_access(write_access(tmp_path, provider, people))


def test_a_file_that_is_not_there_or_no_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_access(tmp_path / "nowhere.toml")
    (tmp_path / "x.toml").write_text("no = [toml")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_access(tmp_path / "x.toml")


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True), ("127.1.2.3", True), ("localhost", True), ("::1", True), ("[::1]", True),
        ("0.0.0.0", False), ("192.168.1.5", False), ("localhost.example.org", False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_is_loopback(host: str | None, own: bool) -> None:
    assert is_loopback(host) is own
