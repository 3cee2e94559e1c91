"""The packet in one press: nota dinas and usulan as DOCX and PDF."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from flask import Blueprint, send_file
from flask_babel import force_locale
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.db import db
from core.site import load_site
from core.staff.enums import TitleKey
from core.staff.titles import Title, office_titles
from forum.notes.gather import letterhead_of
from forum.notes.jobs import can_print, print_pdf
from forum.notes.papers.blocks import Paper
from forum.notes.papers.facts import Letterhead
from plan.consulting.queries import newest_shares
from plan.consulting.rules import Line, Share
from plan.consulting.versions import lines_of
from plan.consulting.views.words import kind_of, share_words, value_words
from plan.item_models import PlanItem
from plan.item_rules import QUOTES_FROM
from plan.proposals.models import Proposal
from plan.proposals.papers.bundle import bundle
from plan.proposals.papers.facts import ItemFacts, NeedFacts, Official, Packet
from plan.proposals.queries import proposal_by_key
from plan.scheduling.queries import civil_servants, duty_of
from plan.scheduling.rules import Load, totals
from plan.scheduling.views.words import office_zone

blueprint = Blueprint("proposal_packet", __name__, url_prefix="/kelola/usulan/<string:key>")


@blueprint.get("/berkas")
def download(key: str) -> Response:
    """Four files; without the extra `pdf` the two for the word processor."""
    proposal = proposal_by_key(db.session(), key)
    with force_locale("id"):
        archive = bundle(packet_of(db.session(), proposal), _print if can_print() else None)
    return send_file(
        BytesIO(archive), mimetype="application/zip", as_attachment=True, download_name=f"{proposal.key}.zip"
    )


def _print(papers: Sequence[Paper], head: Letterhead, title: str, demo: bool) -> bytes:
    return print_pdf(papers, head, title=title, demo=demo)


def packet_of(session: Session, proposal: Proposal) -> Packet:
    """Everything that the papers say, in Indonesian whatever the visitor reads."""
    site, version, titles = load_site(session, "id"), proposal.version, office_titles(session)
    items = {line.item.key: line.item for line in proposal.lines}
    lines = [line for line in lines_of(version) if line["key"] in items]
    shares = newest_shares(session, proposal.cycle_id)
    return Packet(
        head=letterhead_of(session, site),
        town=site.town,
        cycle=proposal.cycle.title_id,
        year=proposal.cycle.year,
        version=version.number,
        frozen_on=version.made_at.astimezone(office_zone()).date(),
        note_number=proposal.note_number,
        note_on=proposal.note_on,
        number=proposal.number,
        dated=proposal.dated,
        **_officials(titles),
        items=tuple(_item(session, line, items[str(line["key"])], shares) for line in lines),
        consulted=(version.opens_on, version.closes_on) if version.opens_on and version.closes_on else None,
        totals=totals(_loads(lines), staff=civil_servants(session)),
        duty=duty_of(session, proposal.cycle_id),
        goals=tuple(dict.fromkeys(str(line["goal"]) for line in lines if line["goal"])),
        demo=site.demo,
    )


def _officials(titles: Mapping[TitleKey, Title]) -> dict[str, Official]:
    return {key.value: Official(title.title_id, title.person_name) for key, title in titles.items()}


def _item(session: Session, line: Line, item: PlanItem, shares: Mapping[str, Share]) -> ItemFacts:
    return ItemFacts(
        title=str(line["title_id"]),
        competency=value_words("competency", line["competency"]),
        target=str(line["target"]),
        kind=kind_of(line["development_code"]),
        organiser=str(line["organiser"]),
        schedule=str(line["schedule"]),
        curriculum=str(line["curriculum"]),
        budget=Decimal(str(line["budget"])),
        needs=tuple(NeedFacts(need.title_id, _shown(need.people)) for need in item.needs),
        share=share_words(shares.get(item.key)),
    )


def _loads(lines: Sequence[Line]) -> list[Load]:
    """As the version has it: what became of an item later does not change the paper."""

    def whole(value: object) -> int | None:
        return int(str(value)) if value else None

    return [
        Load(whole(line["jp"]), whole(line["participants"]), Decimal(str(line["budget"]))) for line in lines
    ]


def _shown(people: int) -> int | None:
    return people if people >= QUOTES_FROM else None
