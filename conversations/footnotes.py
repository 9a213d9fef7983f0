"""Footnotes for a Word document: python-docx writes everything else, but has none of its own.

The parts and attributes are those of ECMA-376, part 1, 17.11: a footnotes part with two separators, one footnote for
each reference, and two styles.
"""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

TEXT_STYLE, MARK_STYLE = "footnote text", "footnote reference"

_EMPTY = f"""
<w:footnotes {nsdecls("w")}>
  <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
  <w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>
"""


class Footnotes:
    """The footnotes of one document, numbered from 1 in the order in which they are added."""

    def __init__(self, document: Document) -> None:
        styles = document.styles
        text = styles.add_style(TEXT_STYLE, WD_STYLE_TYPE.PARAGRAPH)
        text.base_style = styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.space_after = Pt(2)
        styles.add_style(MARK_STYLE, WD_STYLE_TYPE.CHARACTER).font.superscript = True
        self._text_style, self._mark_style = text.style_id, styles[MARK_STYLE].style_id
        package = document.part.package
        self._part = XmlPart(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, parse_xml(_EMPTY.strip()), package
        )
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._count = 0

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Put a reference at the end of `paragraph` to a new footnote that says `text`."""
        self._count += 1
        mark = paragraph.add_run(style=MARK_STYLE)._r
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._count))
        mark.append(reference)
        footnote = OxmlElement("w:footnote")
        footnote.set(qn("w:id"), str(self._count))
        own = Paragraph(OxmlElement("w:p"), paragraph._parent)
        own._p.get_or_add_pPr().style = self._text_style
        number = own.add_run()._r
        number.get_or_add_rPr().style = self._mark_style
        number.append(OxmlElement("w:footnoteRef"))
        own.add_run(f" {text}")
        footnote.append(own._p)
        self._part.element.append(footnote)
