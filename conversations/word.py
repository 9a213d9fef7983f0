"""A transcript as a Word document for a committee paper. The one owner of python-docx, with `footnotes`."""

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from conversations.footnotes import Footnotes
from conversations.transcript import TITLE, Entry, Sentence, Transcript

_INK = RGBColor(0x1F, 0x1F, 0x1F)


def write_word(transcript: Transcript) -> bytes:
    """Return the transcript as a .docx file."""
    document = Document()
    _set_up(document)
    footnotes = Footnotes(document)
    document.add_heading(TITLE, level=0)
    document.add_paragraph(f"Made on {transcript.made}.")
    for entry in transcript.entries:
        _write_entry(document, entry, footnotes, transcript.footnotes)
    _write_list(document, "Sources consulted", transcript.sources)
    _write_list(document, "What was not found", transcript.not_found)
    document.add_heading("Copyright", level=1)
    document.add_paragraph(_printable(transcript.licence))
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def _write_entry(document: WordDocument, entry: Entry, footnotes: Footnotes, notes: tuple[str, ...]) -> None:
    document.add_heading(_printable(entry.question), level=1)
    document.add_paragraph().add_run(entry.outcome).bold = True
    if entry.understood:
        _write_quiet(document, f"Understood as: {entry.understood}")
    if entry.opening:
        document.add_paragraph(_printable(entry.opening))
    for section in entry.sections:
        document.add_heading(_printable(section.report), level=2)
        for sentence in section.sentences:
            _write_sentence(document.add_paragraph(), sentence, footnotes, notes)
        if section.figures:
            _write_quiet(document, section.figures)
    for remark in entry.remarks:
        _write_quiet(document, f"Note: {remark}")
    if entry.nearest:
        document.add_paragraph("The nearest passages, which do not answer it:")
        for one in entry.nearest:
            document.add_paragraph(_printable(one), style="List Bullet")
    _write_quiet(document, entry.circumstances)


def _write_sentence(paragraph: Paragraph, sentence: Sentence, footnotes: Footnotes, notes: tuple[str, ...]) -> None:
    paragraph.add_run(_printable(sentence.text))
    if sentence.aside:
        paragraph.add_run(f" ({sentence.aside})").italic = True
    for position, number in enumerate(sentence.footnotes):
        if position:
            paragraph.add_run(" ")
        footnotes.add(paragraph, _printable(notes[number - 1]))


def _write_quiet(document: WordDocument, text: str) -> None:
    document.add_paragraph().add_run(_printable(text)).italic = True


def _write_list(document: WordDocument, title: str, items: tuple[str, ...]) -> None:
    if items:
        document.add_heading(title, level=1)
        for one in items:
            document.add_paragraph(_printable(one), style="List Bullet")


def _set_up(document: WordDocument) -> None:
    """A4 in plain type, dark headings, page numbers at the foot, language of the text British English."""
    document.core_properties.title = TITLE
    document.core_properties.author = "inspection-qa"
    document.core_properties.comments = ""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = "Arial", _INK
        fonts = style.element.rPr.rFonts
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


_FORBIDDEN = frozenset(map(chr, (*range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)))


def _printable(text: str) -> str:
    """Return `text` without the characters that XML forbids: controls, halves of characters, and U+FFFE and U+FFFF."""
    return "".join(letter for letter in text if letter in "\n\t" or (letter >= " " and letter not in _FORBIDDEN))
