"""Open the library that a command works on, and the demo library of sample reports."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from commands.console import say
from commands.progress import ingest_files
from retrieval.errors import EmptyLibrary
from retrieval.library.intake import held_as, sample_files
from retrieval.library.library import Library
from retrieval.vectors.embeddings import open_embedder
from settings import Settings


@contextmanager
def open_library(
    settings: Settings, *, create: bool = False, demo: bool = False, renew: bool = False
) -> Iterator[Library]:
    """Open the library of `settings` (`create` it where there is none), or the demo library, filled on first use.

    The demo library, and one to `renew`, is the program's own: where another embedding model built it, it is embedded
    anew. A user's is not changed unasked.
    """
    if demo:
        settings = replace(settings, home=settings.demo_home)
    embedder = open_embedder(settings)
    own = demo or renew
    with Library.open(settings.home, embedder, create=create or demo, reembed=own) as library:
        if own and library.fingerprint != embedder.fingerprint:
            say("The embedding model has changed since this library was made: embedding it anew.")
            library.rebuild()
        if demo:
            _fill_with_samples(library)
        yield library


def open_to_look(settings: Settings) -> Library:
    """Open the library for what needs no embedding model: looking, removing, checking."""
    return Library.open(settings.home, None)


@contextmanager
def open_to_ask(settings: Settings, *, demo: bool = False) -> Iterator[Library]:
    """Open the library for questions; raises `EmptyLibrary` with what to do where there is none, or nothing in it."""
    try:
        with open_library(settings, demo=demo) as library:
            yield library
    except EmptyLibrary as error:
        raise EmptyLibrary(error.message, remedy=f"{error.remedy} Or add --demo to ask sample reports.") from error


def _fill_with_samples(library: Library) -> None:
    """Ingest the bundled sample reports that `library` does not hold yet."""
    files = {path: named for path, named in sample_files().items() if held_as(library, path) is None}
    if files:
        say("Making a demo library of the sample reports (an invented county).")
        ingest_files(library, files)
