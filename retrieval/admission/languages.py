"""Whether a text is English, told by its small words: questions are too short for statistics over letters."""

import re
import unicodedata

_ENGLISH = frozenset(
    """a about all am an and any are as at be been being but by can care child children did do does for from get give
    had has have
    he her him his how i if in into is it its kids like many me more much my no not of off on one only or our out
    over per
    report said say she should so some tell than that the their them then there they this those through to too under
    up us
    was we were what when where which who whom whose why will with would year you your council inspectors grade good
    please pls quality number rate staff social work worker workers services service support plan plans
    ofsted""".split()
)
_FOREIGN = frozenset(
    """le la du dit d'une d'un l'adoption il elle au combien quels quelle quelles quel sont est les des dans avec
    pour pourquoi comment enfants une qui cette leur ont été
    placés d'enfants qu'est-ce où aux sur nous vous ils elles
    wie viele wieviele kinder sind ist der das den dem nicht warum welche welcher werden wurde wurden für mit auf
    eine einen
    und oder haben hat von zum zur über im ein wer wann bericht gibt
    cuántos cuantos cuántas niños ninos qué cuál cual cómo como está están los las una por para con del fue según
    informe quién dónde cuando hay sobre muchos
    quanti quanti bambini sono gli della delle dei nella perché come quale quali rapporto con che il nel
    quantas quantos crianças estão são uma não com relatório porque foram
    ile dzieci jest są jak dlaczego czy jaka jakie przez się nie dla raport oraz który która
    câți copii sunt care este în și pentru raportul cum câte cât
    hoeveel kinderen zijn het een waarom welke niet met voor van rapport wat
    faint plant sydd mewn gofal beth yw sut oes yn ydy pwy pam adroddiad gan
    kaç çocuk nasıl neden var için ve bir raporu hangi
    sa immisa carruurta waa maxay sidee""".split()
)
_SHARED = frozenset(
    """a an as at but can come con das den do el het hat he i im in is it no of on or per plan rapport son was van sa
    care var waa""".split()
)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def is_foreign(text: str) -> bool:
    """Say whether `text` is plainly in another language; misspelt English, names and notes are not."""
    letters = [character for character in text if character.isalpha()]
    other_script = sum(not unicodedata.name(character, "").startswith("LATIN") for character in letters)
    if other_script * 2 > len(letters):
        return True
    words = _LETTERS.findall(text.lower().replace("’", "'"))
    english = sum(word in _ENGLISH for word in words)
    foreign = {word for word in words if word in _FOREIGN and word not in _SHARED and word not in _ENGLISH}
    return (len(foreign) >= 2 and len(foreign) > english) or (
        len(foreign) == 1 and english == 0 and len(words) <= 5 and len(words) > 1
    )
