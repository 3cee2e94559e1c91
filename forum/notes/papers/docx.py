"""Draw the blocks of a paper as a DOCX. The same facts give the same bytes."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from forum.notes.papers.blocks import (
    Block,
    Fields,
    Grid,
    Heading,
    LetterOpening,
    Listing,
    NewPage,
    Paper,
    Picture,
    Signature,
    Signatures,
    Text,
    Title,
)
from forum.notes.papers.facts import Letterhead
from forum.notes.papers.page import (
    WIDTH_MM,
    element,
    letterhead,
    lie_down,
    plain_table,
    running_lines,
    set_up,
    write,
)

CENTER = WD_ALIGN_PARAGRAPH.CENTER
# A fixed time: a document made twice is the same document.
_EPOCH = datetime(2000, 1, 1)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_SIGN_ROOM = 3
MISSING_PICTURE = "(berkas foto tidak tersedia)"


def draw(paper: Paper, head: Letterhead, *, demo: bool, attached: Sequence[Paper] = ()) -> bytes:
    """The file. What is `attached` follows in the same file, on sheets of its own."""
    document = docx.Document()
    set_up(document)
    _properties(document, paper, head)
    running_lines(document, name=paper.name, demo=demo, paged=paper.paged)
    letterhead(document, head)
    _blocks(document, paper.blocks)
    for more in attached:
        lie_down(document)
        _blocks(document, more.blocks)
    raw = BytesIO()
    document.save(raw)
    return _settled(raw.getvalue())


def _blocks(document: Document, blocks: Sequence[Block]) -> None:
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Signatures):
            _space(document, keep=True)
        drawn = len(document.element.body)
        _DRAW[type(block)](document, block)
        if isinstance(following, Signatures):
            _keep_end(document, drawn)
        elif isinstance(block, Signatures) and not isinstance(following, NewPage | None):
            _space(document)


def _properties(document: Document, paper: Paper, head: Letterhead) -> None:
    known = document.core_properties
    known.author = known.last_modified_by = " ".join(head.lines)[:250]
    known.title, known.comments, known.language = paper.name, "", "id-ID"
    known.created = known.modified = _EPOCH


def _settled(raw: bytes) -> bytes:
    """The archive again, with one time for all its members."""
    settled = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(raw)) as old,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ZIP_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()


def _paragraph(document: Document, text: str, *, after: int = 6, align: Any = None) -> Paragraph:
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.space_after = Pt(after)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _space(document: Document, *, keep: bool = False) -> None:
    """Half a line; `keep`: not at the end of a page."""
    space = _paragraph(document, "", after=0)
    space.paragraph_format.line_spacing = Pt(8)
    space.paragraph_format.keep_with_next = keep


def _keep_end(document: Document, drawn: int) -> None:
    """Let the last lines of a block stay with the signatures below: those never stand alone on a page."""
    rows = [row for table in document.tables[-1:] for row in table.rows[-1:]]
    new = set(list(document.element.body)[drawn - 1 :])
    inside = [p for row in rows if row._tr.getparent() in new for cell in row.cells for p in cell.paragraphs]
    for paragraph in [*document.paragraphs[-2:], *inside]:
        paragraph.paragraph_format.keep_with_next = True


def _title(document: Document, block: Title) -> None:
    title = _paragraph(document, "", after=2 if block.under else 10, align=CENTER)
    title.paragraph_format.keep_with_next = True
    run = title.add_run(block.text)
    run.bold = run.underline = True
    for number, line in enumerate(block.under, start=1):
        _paragraph(document, line, after=12 if number == len(block.under) else 0, align=CENTER)


def _heading(document: Document, block: Heading) -> None:
    heading = _paragraph(document, "", after=3)
    heading.paragraph_format.space_before = Pt(10 if block.level == 1 else 4)
    heading.paragraph_format.keep_with_next = True
    run = heading.add_run(block.text)
    run.bold, run.italic = block.level == 1, block.level == 2


def _text(document: Document, block: Text) -> None:
    paragraph = _paragraph(document, block.text, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    paragraph.paragraph_format.line_spacing = 1.15
    if block.indent:
        paragraph.paragraph_format.first_line_indent = Mm(12.5)


def _fields(document: Document, block: Fields) -> None:
    table = plain_table(document, (34, 5, WIDTH_MM - 39), len(block.rows))
    for row, (term, value) in zip(table.rows, block.rows, strict=True):
        write(row.cells[0], term)
        write(row.cells[1], ":" if term else "")
        write(row.cells[2], value)
    _space(document)


def _listing(document: Document, block: Listing) -> None:
    """Numbers written out: they stay right when a paragraph is copied elsewhere."""
    for number, item in enumerate(block.items, start=1):
        paragraph = _paragraph(document, f"{number}.\t{item}", after=3, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
        paragraph.paragraph_format.left_indent = Mm(9)
        paragraph.paragraph_format.first_line_indent = Mm(-9)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(9))


def _grid(document: Document, block: Grid) -> None:
    table = plain_table(document, block.widths, 1 + len(block.rows), lines=True)
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cell, text in zip(head.cells, block.head, strict=True):
        write(cell, text, bold=True, align=CENTER).runs[0].font.size = Pt(block.points)
    for row, texts in zip(table.rows[1:], block.rows, strict=True):
        if block.tall:
            row.height = Mm(11)
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            paragraph = write(cell, text, align=CENTER if place in block.centred else None)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(16), WD_TAB_ALIGNMENT.LEFT)
            paragraph.runs[0].font.size = Pt(block.points)
    _space(document)


def _opening(document: Document, block: LetterOpening) -> None:
    table = plain_table(document, (22, 4, 59, 75), 1 + len(block.fields))
    write(table.rows[0].cells[3], block.dated)
    address = table.cell(1, 3).merge(table.cell(len(block.fields), 3))
    for number, line in enumerate(("Kepada", *_addressed(block.recipients), "di –", "\tTempat")):
        paragraph = write(address, line, first=number == 0)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(10))
        if line[0].isdigit():
            paragraph.paragraph_format.left_indent = Mm(5)
            paragraph.paragraph_format.first_line_indent = Mm(-5)
    for row, (term, value) in zip(table.rows[1:], block.fields, strict=True):
        write(row.cells[0], term)
        write(row.cells[1], ":")
        write(row.cells[2], value)
    _paragraph(document, "", after=6)


def _addressed(recipients: tuple[str, ...]) -> tuple[str, ...]:
    if len(recipients) == 1:
        return (f"Yth. {recipients[0]}",)
    return ("Yth.", *(f"{number}. {who}" for number, who in enumerate(recipients, start=1)))


def _signatures(document: Document, block: Signatures) -> None:
    cells = plain_table(document, (35, 90, 35) if block.middle else (80, 80), 1).rows[0].cells
    chosen = cells[1:2] if block.middle else cells[-len(block.people) :]
    for cell, who in zip(chosen, block.people, strict=True):
        _signature(cell, who)


def _signature(cell: Any, who: Signature) -> None:
    lines = [line for line in who.above if line] + [""] * _SIGN_ROOM
    for number, line in enumerate(lines):
        write(cell, line, align=CENTER, first=number == 0).paragraph_format.keep_with_next = True
    name = write(cell, who.name or "(........................................)", align=CENTER, first=False)
    name.runs[0].bold = name.runs[0].underline = bool(who.name)
    if who.number:
        # The register keeps no NIP: it is written by hand.
        write(cell, "NIP ........................................", align=CENTER, first=False)


def _picture(document: Document, block: Picture) -> None:
    holder = _paragraph(document, "", after=2, align=CENTER)
    holder.paragraph_format.keep_with_next = True
    if not block.data:
        # Its file is gone, for instance after a partial restore: the other papers are still wanted.
        holder.add_run(MISSING_PICTURE).italic = True
    else:
        _draw_picture(holder, block)
    _paragraph(document, block.caption, after=12, align=CENTER).runs[0].font.size = Pt(11)


def _draw_picture(holder: Paragraph, block: Picture) -> None:
    shape = holder.add_run().add_picture(BytesIO(block.data))
    scale = min(Mm(140) / shape.width, Mm(88) / shape.height)
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    shape._inline.docPr.set("descr", block.caption)


def _new_page(document: Document, _block: NewPage) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run().add_break(WD_BREAK.PAGE)


_DRAW: Mapping[type, Callable[[Document, Any], None]] = {
    Title: _title,
    Heading: _heading,
    Text: _text,
    Fields: _fields,
    Listing: _listing,
    Grid: _grid,
    LetterOpening: _opening,
    Signatures: _signatures,
    Picture: _picture,
    NewPage: _new_page,
}
