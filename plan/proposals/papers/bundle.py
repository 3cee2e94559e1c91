"""The packet: nota dinas and usulan, each as DOCX and PDF, in one archive. The same facts, the same files."""

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

from forum.notes.papers.blocks import Paper
from forum.notes.papers.docx import draw
from forum.notes.papers.facts import Letterhead
from plan.proposals.papers.facts import Packet
from plan.proposals.papers.office_note import office_note
from plan.proposals.papers.proposal_letter import attachment, proposal_letter

Printer = Callable[[Sequence[Paper], Letterhead, str, bool], bytes]
"""Papers, head, title, whether they are samples -> a PDF."""
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def packet_files(packet: Packet, printer: Printer | None) -> dict[str, bytes]:
    """Name -> bytes; without a printer the DOCX alone."""
    papers = ((office_note(packet), ()), (proposal_letter(packet), (attachment(packet),)))
    files: dict[str, bytes] = {}
    for number, (paper, attached) in enumerate(papers, start=1):
        name = f"{number}-{paper.kind}"
        files[f"{name}.docx"] = draw(paper, packet.head, demo=packet.demo, attached=attached)
        if printer is not None:
            title = f"{paper.name} – {packet.cycle}"
            files[f"{name}.pdf"] = printer((paper, *attached), packet.head, title, packet.demo)
    return files


def bundle(packet: Packet, printer: Printer | None) -> bytes:
    """The files as a ZIP."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        for name, content in packet_files(packet, printer).items():
            files.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()
