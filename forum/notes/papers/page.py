"""The sheet: A4 with the margins of an office, its letterhead, its running lines."""

from io import BytesIO
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from forum.notes.papers.facts import Letterhead

FONT = "Times New Roman"
WIDTH_MM = 160
DEMO = "DATA CONTOH – bukan data resmi"


def set_up(document: Document) -> None:
    """A4, 3 cm at the left, 2 cm at the other sides, 12 points."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance, section.footer_distance = Mm(9), Mm(9)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = 1.0


def lie_down(document: Document) -> None:
    """Go on with sheets that lie: for wide tables."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)


def element(name: str, **attributes: str) -> Any:
    """A piece of WordprocessingML."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def plain_table(document: Document, widths: tuple[int, ...], rows: int, *, lines: bool = False) -> Table:
    """A table of fixed widths in millimetres, with or without lines."""
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.LEFT
    if lines:
        table.style = document.styles["Table Grid"]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def write(cell: _Cell, text: str, *, bold: bool = False, align: Any = None, first: bool = True) -> Paragraph:
    """Put a text into a cell: into its first paragraph, or as one more."""
    paragraph: Paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold
    if align is not None:
        paragraph.alignment = align
    return paragraph


def letterhead(document: Document, head: Letterhead) -> None:
    """Logo at the left, the lines centred, a double rule below."""
    widths = (24, 124, 12) if head.logo else (WIDTH_MM,)
    table = plain_table(document, widths, 1)
    cells = table.rows[0].cells
    if head.logo:
        cells[0].paragraphs[0].add_run().add_picture(BytesIO(head.logo), height=Mm(22))
    body = cells[1] if head.logo else cells[0]
    last = len(head.lines) - 1
    for number, line in enumerate(head.lines):
        paragraph = write(body, line, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, first=number == 0)
        paragraph.runs[0].font.size = Pt(16 if number == last else 14)
    for line in (head.address, head.contact):
        if line:
            paragraph = write(body, line, align=WD_ALIGN_PARAGRAPH.CENTER, first=False)
            paragraph.runs[0].font.size = Pt(10)
    rule = document.add_paragraph()
    rule.paragraph_format.space_after = Pt(10)
    rule.paragraph_format.line_spacing = Pt(6)
    border = element("w:pBdr")
    border.append(element("w:top", val="thinThickSmallGap", sz="24", space="1", color="000000"))
    rule._p.get_or_add_pPr().append(border)


def running_lines(document: Document, *, name: str, demo: bool, paged: bool) -> None:
    """What stands on every page: that it is sample data, the paper's name and the page."""
    section = document.sections[0]
    if demo:
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _small(header, DEMO).bold = True
    if paged:
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _small(footer, f"{name} – halaman ")
        _counter(footer, "PAGE")
        _small(footer, " dari ")
        _counter(footer, "NUMPAGES")


def _small(paragraph: Paragraph, text: str) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(9)
    return run


def _counter(paragraph: Paragraph, what: str) -> None:
    for kind in ("begin", None, "separate", "text", "end"):
        # A run for each part: in one run some programs forget the size.
        run = _small(paragraph, "")
        if kind is None:
            code = element("w:instrText")
            code.text = what
            run._r.append(code)
        elif kind == "text":
            shown = element("w:t")
            shown.text = "1"
            run._r.append(shown)
        else:
            run._r.append(element("w:fldChar", fldCharType=kind))
