"""The common form of a word's inflections where a statement is held against its source: "rose" and "risen" are "rise".

Finer than `retrieval.text.normalise.stem`, which the weights of search were fitted with.
"""

from functools import lru_cache

from retrieval.text.normalise import CROOKED, stem
from retrieval.text.rarity import is_known

_BASES = """
    become: became; begin: began begun; bring: brought; build: built; buy: bought; choose: chose chosen; come: came;
    deal: dealt; fall: fell fallen; feel: felt; find: found; give: gave given; go: went gone; grow: grew grown;
    hear: heard; hold: held; keep: kept; know: knew known; lead: led; learn: learnt; leave: left; lose: lost;
    meet: met; pay: paid; rise: rose risen; run: ran; say: said; see: saw seen; seek: sought; send: sent; speak: spoke
    spoken; spend: spent; stand: stood; take: took taken; teach: taught; tell: told; think: thought; understand:
    understood; write: wrote written
"""
_IRREGULAR = {
    form: base.strip()
    for base, forms in (verb.split(":") for verb in _BASES.replace("\n", " ").split(";"))
    for form in forms.split()
}


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """Return the root of a lower-case word."""
    found = stem(_IRREGULAR.get(word, word))
    # "moved" loses the e that "move", too short to be cut, has kept.
    if len(word) > len(found) == 3 and is_known(f"{found}e"):
        return f"{found}e"
    return found


def forms_of(found: str) -> tuple[str, ...]:
    """Return words that every form of the word of a root begins like: the root itself, and what is irregular."""
    irregular = [form for form in (*_IRREGULAR, *CROOKED) if root(form) == found]
    return (found, *irregular)
