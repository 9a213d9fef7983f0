"""The chat over a library of one invented report, as the tests of its pages have it."""

from tests.ui.conftest import fill, home

__all__ = ["fill", "home"]
