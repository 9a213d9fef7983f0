"""Settings that cannot be used are named, with what would do."""

import pytest

from settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://chroma.example:443/", "https://chroma.example:443"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("", None),
    ],
)
def test_address_of_a_chroma_server(given: str, kept: str | None) -> None:
    assert Settings.from_environment({"INSPECTION_QA_CHROMA": given}).chroma == kept


@pytest.mark.parametrize(
    "given",
    [
        "127.0.0.1:8000",
        "http://127.0.0.1",
        "ftp://host:1",
        "http://host:x",
        "http://host:8000/path",
        "http://a:b@h:8000",
    ],
)
def test_address_that_cannot_be_used(given: str) -> None:
    with pytest.raises(SettingsError, match=r"INSPECTION_QA_CHROMA is “.*”: give http://host:port"):
        Settings.from_environment({"INSPECTION_QA_CHROMA": given})
