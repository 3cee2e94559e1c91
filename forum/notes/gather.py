"""Read together what the papers of a workshop say."""

from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import utc_now
from core.site import Site, load_site
from core.staff.enums import TitleKey
from core.staff.titles import office_titles
from core.uploads.files import folder_of, path_of
from core.uploads.models import Upload
from forum.notes import sources
from forum.notes.enums import NoteKind, PaperKind
from forum.notes.letters import letters_of
from forum.notes.models import Letter, NotePhoto, PaperDetails
from forum.notes.papers.facts import Attendee, Facts, Letterhead, Meeting, Part, Photo, Said, Wording
from forum.notes.papers.invitation import attachment_words
from forum.notes.photos import photos_of
from forum.notes.queries import notes_of
from forum.seats.enums import PARTICIPANT
from forum.seats.models import Registration
from forum.workshops.models import Workshop, WorkshopSession

ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
INVITED_DAYS_BEFORE = 7
PHOTO_SIDE = 1200
LOGO_SIDE = 400


def details_of(session: Session, workshop: Workshop) -> PaperDetails:
    """What the office wrote; empty where it wrote nothing yet. Not stored by reading."""
    found = session.get(PaperDetails, workshop.id)
    return found or PaperDetails(
        workshop_id=workshop.id,
        signer=TitleKey.SIGNER,
        **dict.fromkeys(
            ("town", "nature", "attachment", "recipients", "opening", "copies", "chair", "writer"), ""
        ),
    )


def facts_of(session: Session, workshop: Workshop, *, zone: ZoneInfo, pictures: bool = True) -> Facts:
    """Everything; `pictures` False leaves the bytes of photos and logo out."""
    site = load_site(session, "id")
    meetings = _meetings(session, workshop, zone)
    people = _people(session, workshop)
    letters = letters_of(session, workshop)
    return Facts(
        head=letterhead_of(session, site, pictures),
        title=workshop.title_id,
        cycle=workshop.cycle.title_id,
        zone=_zone_word(zone, workshop),
        meetings=meetings,
        people=people,
        said=tuple(
            Said(note.group_label, NoteKind(note.kind), note.text) for note in notes_of(session, workshop)
        ),
        photos=tuple(_photo(session, photo, pictures) for photo in photos_of(session, workshop)),
        wording=_wording(session, workshop, site, meetings, people, letters),
        numbers={kind: letter.text for kind, letter in letters.items()},
        demo=site.demo,
    )


def _zone_word(zone: ZoneInfo, workshop: Workshop) -> str:
    at = workshop.sessions[0].starts_at if workshop.sessions else utc_now()
    offset = zone.utcoffset(at.astimezone(zone)) or timedelta()
    return ZONES.get(round(offset.total_seconds() / 3600), "")


def _meetings(session: Session, workshop: Workshop, zone: ZoneInfo) -> tuple[Meeting, ...]:
    present = sources.present_times(session, workshop)
    return tuple(
        Meeting(
            begins=one.starts_at.astimezone(zone),
            ends=one.ends_at.astimezone(zone),
            place=one.place or workshop.place or ("daring" if one.link or workshop.link else ""),
            title=one.title_id,
            agenda=_agenda(one, zone),
            present={key: came.astimezone(zone) for key, came in present.get(one.id, {}).items()},
        )
        for one in workshop.sessions
    )


def _agenda(one: WorkshopSession, zone: ZoneInfo) -> tuple[Part, ...]:
    at, parts = one.starts_at.astimezone(zone), []
    for item in one.agenda:
        until = at + timedelta(minutes=item.minutes)
        parts.append(Part(at, until, item.title_id, item.speaker))
        at = until
    return tuple(parts)


def _people(session: Session, workshop: Workshop) -> tuple[Attendee, ...]:
    mine = (Registration.workshop_id == workshop.id, Registration.state.in_(PARTICIPANT))
    found = session.scalars(select(Registration).where(*mine).order_by(Registration.name, Registration.key))
    return tuple(Attendee(r.key, r.name, r.post, r.unit.name if r.unit else "") for r in found)


def letterhead_of(session: Session, site: Site, pictures: bool = True) -> Letterhead:
    """The head of the office's papers; `pictures` False leaves the bytes of the logo out."""
    contact = [f"Telepon {site.phone}" if site.phone else "", site.email, site.web]
    return Letterhead(
        site.letterhead or (site.office or site.name,),
        site.address,
        " · ".join(part for part in contact if part),
        _picture(session, site.logo, LOGO_SIDE, "PNG") if pictures and site.logo else None,
    )


def _photo(session: Session, photo: NotePhoto, pictures: bool) -> Photo:
    caption = f"{photo.group_label}: {photo.caption}" if photo.group_label else photo.caption
    data = _picture(session, photo.upload_key, PHOTO_SIDE, "JPEG") if pictures else None
    return Photo(photo.upload_key, caption, data or b"")


def _picture(session: Session, key: str, side: int, kind: str) -> bytes | None:
    """The picture, small enough for paper; None where its file is gone or damaged."""
    from PIL import Image, UnidentifiedImageError

    path = path_of(folder_of(session), key)
    if session.get(Upload, key) is None or not path.is_file():
        return None
    try:
        with Image.open(path) as found:
            small = found.convert("RGBA" if kind == "PNG" else "RGB")
    except (UnidentifiedImageError, OSError):
        return None
    small.thumbnail((side, side))
    drawn = BytesIO()
    small.save(drawn, kind, **({"quality": 80} if kind == "JPEG" else {}))
    return drawn.getvalue()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _wording(
    session: Session,
    workshop: Workshop,
    site: Site,
    meetings: tuple[Meeting, ...],
    people: tuple[Attendee, ...],
    letters: Mapping[PaperKind, Letter],
) -> Wording:
    own = details_of(session, workshop)
    title = office_titles(session)[TitleKey(own.signer)]
    first = meetings[0].begins.date() if meetings else utc_now().date()
    last = meetings[-1].begins.date() if meetings else first
    # A paper that has a number keeps the date on which it got it.
    dated = {kind: letter.dated for kind, letter in letters.items()}
    reported = dated.get(PaperKind.MINUTES) or dated.get(PaperKind.RECORD)
    has_agenda = any(meeting.agenda for meeting in meetings)
    return Wording(
        town=own.town or site.town,
        nature=own.nature or "Biasa",
        attachment=own.attachment or attachment_words(has_agenda, bool(people)),
        recipients=_lines(own.recipients) or ("Bapak/Ibu/Saudara (daftar terlampir)",),
        opening=own.opening or _usual_opening(workshop),
        copies=_lines(own.copies),
        chair=own.chair,
        writer=own.writer,
        signer_title=title.title_id,
        signer_name=title.person_name,
        invitation_on=dated.get(PaperKind.INVITATION)
        or own.invitation_on
        or first - timedelta(days=INVITED_DAYS_BEFORE),
        report_on=reported or own.report_on or last,
    )


def _usual_opening(workshop: Workshop) -> str:
    return (
        f"Dalam rangka {workshop.cycle.title_id}, kami mengundang Bapak/Ibu/Saudara untuk hadir dalam "
        "kegiatan yang akan dilaksanakan pada:"
    )


def dates_of(facts: Facts) -> Mapping[PaperKind, date]:
    """The date that each numbered paper bears."""
    wording = facts.wording
    return {
        PaperKind.INVITATION: wording.invitation_on,
        PaperKind.MINUTES: wording.report_on,
        PaperKind.RECORD: wording.report_on,
    }
