"""BM25 over the FTS5 index of chunks."""

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence

HEADER_WEIGHT = 1.0
"""Weight of a word in the header (authority, date, section) against one in the text.

Lower trades the section's and the authority's name against the passage's own words. Keyword search alone found the
evidence among its first ten for .895 (weight 0), .898 (0.3) and .904 (1.0) of 996 questions with the report selected,
and for .69, .84 and .90 of 399 over the whole library, where the header is what tells one authority from another.
"""
_WITHIN = """
AND chunk_index.rowid >= (
    SELECT min((SELECT min(position) FROM chunks WHERE report = value)) FROM json_each(:reports)
)
AND chunk_index.rowid <= (
    SELECT max((SELECT max(position) FROM chunks WHERE report = value)) FROM json_each(:reports)
)
AND chunks.report IN (SELECT value FROM json_each(:reports))
"""
"""A report is written in one go, so its chunks stand together: the limits spare FTS5 from weighing all others.

With one report selected they bring the median from 3.0 to 0.7 ms of processor time among 77 reports, and from 51 to
3.8 ms among 693.
"""
_TOKEN = re.compile(r"[^\W_]+")
STOP_WORDS = frozenset(
    "a about after all also an and any are as at be because been before being but by can could did do does doing for "
    "from had has have having he her hers him his how i if in into is it its may me might more most must my no nor not "
    "of on or our out over own s she should so some such t than that the their them then there these they this those "
    "through to too under until up us was we were what when where which while who whom whose why will with would you "
    "your".split()
)


def keyword_search(
    connection: sqlite3.Connection,
    terms: Iterable[str],
    *,
    reports: Sequence[str] | None = None,
    limit: int = 50,
    header_weight: float = HEADER_WEIGHT,
) -> list[tuple[str, float]]:
    """Return (chunk id, score) of the best chunks that hold any of the terms, best first; higher is better.

    A term of several words is a phrase. Single stop words are dropped; without any other term nothing is found.
    """
    query = match_expression(terms)
    if not query or limit < 1:
        return []
    within = "" if reports is None else _WITHIN
    found = connection.execute(
        "SELECT chunks.id, -bm25(chunk_index, :header_weight, 1.0) AS score FROM chunk_index "
        f"JOIN chunks ON chunks.position = chunk_index.rowid WHERE chunk_index MATCH :query {within} "
        "ORDER BY score DESC, chunks.position LIMIT :limit",
        {
            "query": query,
            "reports": json.dumps(list(reports or ())),
            "header_weight": header_weight,
            "limit": limit,
        },
    )
    return [(row["id"], row["score"]) for row in found]


def match_expression(terms: Iterable[str]) -> str:
    """Return an FTS5 query of quoted words and phrases joined by OR, so that nothing in a term is FTS5 syntax."""
    phrases = dict.fromkeys(" ".join(_TOKEN.findall(term)).lower() for term in terms)
    return " OR ".join(f'"{phrase}"' for phrase in phrases if phrase and phrase not in STOP_WORDS)
