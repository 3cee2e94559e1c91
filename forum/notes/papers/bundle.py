"""The papers of a workshop, and all of them in one archive."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

from forum.notes.enums import PaperKind
from forum.notes.papers.attendance_list import attendance_list
from forum.notes.papers.blocks import Paper
from forum.notes.papers.docx import draw
from forum.notes.papers.facts import Facts
from forum.notes.papers.invitation import invitation
from forum.notes.papers.minutes import minutes
from forum.notes.papers.photographs import photographs
from forum.notes.papers.record import record

MAKERS: Mapping[PaperKind, Callable[[Facts], Paper]] = {
    PaperKind.INVITATION: invitation,
    PaperKind.ATTENDANCE: attendance_list,
    PaperKind.MINUTES: minutes,
    PaperKind.RECORD: record,
    PaperKind.PHOTOGRAPHS: photographs,
}
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def papers_of(facts: Facts) -> list[Paper]:
    """The papers there are: without a photo there is no documentation."""
    wanted = [kind for kind in MAKERS if kind != PaperKind.PHOTOGRAPHS or facts.photos]
    return [MAKERS[kind](facts) for kind in wanted]


def file_name(kind: str) -> str:
    """1-undangan.docx: in the order in which they are put together."""
    return f"{list(MAKERS).index(PaperKind(kind)) + 1}-{kind}.docx"


def bundle(facts: Facts, *, prints: bytes | None = None) -> bytes:
    """A ZIP with a DOCX for each paper, and the print of all where there is one."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for paper in papers_of(facts):
            drawn = draw(paper, facts.head, demo=facts.demo)
            files.writestr(zipfile.ZipInfo(file_name(paper.kind), _ZIP_TIME), drawn, zipfile.ZIP_DEFLATED)
        if prints is not None:
            files.writestr(zipfile.ZipInfo("spj.pdf", _ZIP_TIME), prints, zipfile.ZIP_STORED)
    return archive.getvalue()
