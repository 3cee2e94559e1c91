"""The job that prints the papers of a workshop as one PDF."""

import base64
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from core.slices import JobEffect
from core.uploads.services import store_upload
from forum.notes.details import fingerprint
from forum.notes.gather import facts_of
from forum.notes.owners import PRINTS
from forum.notes.papers.blocks import Paper
from forum.notes.papers.bundle import papers_of
from forum.notes.papers.facts import Facts, Letterhead
from forum.notes.papers.page import DEMO
from forum.workshops.models import Workshop


def can_print() -> bool:
    """Whether the extra `pdf` is installed."""
    return find_spec("weasyprint") is not None


def data_address(data: bytes, kind: str) -> str:
    """A picture as an address, so that printing fetches nothing."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def print_papers(facts: Facts) -> bytes:
    """All papers as one PDF."""
    return print_pdf(papers_of(facts), facts.head, title=f"SPJ – {facts.title}", demo=facts.demo)


def print_pdf(papers: Sequence[Paper], head: Letterhead, *, title: str, demo: bool) -> bytes:
    """Papers as one tagged PDF."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    page = current_app.jinja_env.get_template("forum/notes/paper_pdf.html").render(
        head=head, papers=papers, title=title, data_address=data_address, demo=DEMO, shows_demo=demo
    )
    # Nothing is read from the network or the disk: pictures come with the page.
    pictures_only = URLFetcher(allowed_protocols=("data",))
    return bytes(
        HTML(string=page, url_fetcher=pictures_only).write_pdf(stylesheets=[_sheet()], pdf_variant="pdf/ua-1")
    )


def _sheet() -> Any:
    from weasyprint import CSS

    return CSS(string=(Path(__file__).parent / "papers" / "print.css").read_text())


def print_handler(make: Callable[[Facts], bytes] = print_papers) -> Callable[..., JobEffect]:
    """The job `notes.print_papers`."""

    def handle(session: Session, payload: Mapping[str, object]) -> JobEffect:
        workshop = session.get(Workshop, payload["workshop_id"])
        if workshop is None:
            return lambda _session: None
        zone = current_app.config["REMBUK_SETTINGS"].timezone
        facts, key, own = facts_of(session, workshop, zone=zone), workshop.key, workshop.id
        pdf = make(facts)

        def effect(writing: Session) -> Mapping[str, object]:
            again = facts_of(writing, writing.get_one(Workshop, own), zone=zone, pictures=False)
            # Of what was withdrawn while this was printing nothing may come back.
            if fingerprint(again) != fingerprint(facts):
                return {"files": 0}
            store_upload(
                writing,
                content=pdf,
                filename=f"spj-{key}.pdf",
                owner_kind=PRINTS,
                owner_key=key,
                actor_id=None,
                replace=True,
            )
            return {"files": 1}

        return effect

    return handle
