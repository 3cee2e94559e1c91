"""Workshops, registrations, certificates, notes, rooms and posts: whose they are, and where they stand."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.policy import Duty, Role
from forum.attendance.certificate_queries import certificate_for, code_of_certificate
from forum.discussion import posting
from forum.discussion.models import TopicPost
from forum.notes import photos
from forum.notes.models import NotePhoto, WorkshopNote
from forum.seats import codes
from forum.seats.models import Registration
from tests.conventions.examples import World
from tests.conventions.parts.discussion import DAY, SECRET
from tests.core.pictures import png
from tests.forum import factories
from tests.forum.notes.make import noted

FA, PL, AD, ASN, CITIZEN = Role.FACILITATOR, Role.PLANNER, Role.ADMINISTRATOR, Role.ASN, Role.CITIZEN
CODE = "0000-0000-0000-0000"
Who = Role | Duty | None

TABLE: tuple[tuple[Who, str, str, int], ...] = (
    # workshops: open, past, cancelled, draft, missing; registering for each
    (None, "GET", "/workshop/{workshop}", 200),
    (None, "GET", "/workshop/{workshop_past}", 200),
    (None, "GET", "/workshop/{workshop_cancelled}", 200),
    (None, "GET", "/workshop/{workshop_draft}", 404),
    (ASN, "GET", "/workshop/{workshop_draft}", 404),
    (FA, "GET", "/workshop/{workshop_draft}", 200),
    (None, "GET", "/workshop/tidak-ada", 404),
    (None, "GET", "/workshop/{workshop}/daftar", 200),
    (None, "GET", "/workshop/{workshop_account}/daftar", 303),
    (ASN, "GET", "/workshop/{workshop_account}/daftar", 200),
    (None, "GET", "/workshop/{workshop_past}/daftar", 409),
    (None, "GET", "/workshop/{workshop_cancelled}/daftar", 409),
    (None, "GET", "/workshop/{workshop_draft}/daftar", 404),
    (None, "POST", "/workshop/{workshop_draft}/daftar", 404),
    (None, "GET", "/workshop/{workshop_draft}/kalender.ics", 404),
    (None, "GET", "/workshop/{workshop_draft}/catatan", 404),
    # one's own registration: by the code, by the account
    (None, "GET", "/pendaftaran/{registration_code}", 200),
    (None, "GET", "/pendaftaran/{registration_code}/ubah", 200),
    (None, "GET", "/pendaftaran/{registration_code}/kalender.ics", 200),
    (None, "GET", f"/pendaftaran/{CODE}", 404),
    (None, "GET", f"/pendaftaran/{CODE}/ubah", 404),
    (None, "GET", f"/pendaftaran/{CODE}/kalender.ics", 404),
    (None, "GET", "/pendaftaran/{registration}", 404),
    (None, "GET", "/pendaftaran/{post_code}", 404),
    (ASN, "POST", f"/pendaftaran/{CODE}", 404),
    (None, "GET", "/workshop/saya/{registration_own}", 303),
    (ASN, "GET", "/workshop/saya/{registration_own}", 200),
    (ASN, "GET", "/workshop/saya/{registration_own}/ubah", 200),
    (CITIZEN, "GET", "/workshop/saya/{registration_own}", 404),
    (CITIZEN, "POST", "/workshop/saya/{registration_own}", 404),
    (CITIZEN, "POST", "/workshop/saya/{registration_own}/ubah", 404),
    (FA, "GET", "/workshop/saya/{registration_own}", 404),
    (ASN, "GET", "/workshop/saya/{registration}", 404),
    (ASN, "GET", "/workshop/saya/tidak-ada", 404),
    # through the workshop: the thing exists, but not here
    (FA, "GET", "/kelola/workshop/{full}/peserta/{registration}", 200),
    (FA, "GET", "/kelola/workshop/{workshop}/peserta/{registration}", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/peserta/{registration}", 404),
    (FA, "GET", "/kelola/workshop/{full}/peserta/tidak-ada", 404),
    (ASN, "GET", "/kelola/workshop/{full}/peserta/{registration}", 403),
    (Duty.AUDITOR, "GET", "/kelola/workshop/{full}/peserta/{registration}", 403),
    (FA, "GET", "/kelola/workshop/{workshop}/sesi/{session}", 200),
    (FA, "GET", "/kelola/workshop/{workshop}/sesi/{session_other}", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/sesi/{session_other}/hapus", 404),
    (FA, "GET", "/kelola/workshop/{workshop}/sesi/{session}/acara/{agenda_other}", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/sesi/{session}/acara/{agenda_other}/hapus", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/acara/{session_other}/akhiri", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/acara/{session}/{agenda_other}/mulai", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/undangan/{invitation}/sudah", 404),
    (FA, "POST", "/kelola/workshop/{called}/undangan/0/sudah", 404),
    # attendance and certificates
    (FA, "GET", "/kelola/workshop/{attended}/hadir/{held}", 200),
    (FA, "GET", "/kelola/workshop/{workshop}/hadir/{held}", 404),
    (FA, "GET", "/kelola/workshop/{workshop}/hadir/{held}/daftar", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/hadir/{held}/sinkron", 404),
    (FA, "GET", "/kelola/workshop/{attended}/hadir/{held}/batal/{registration}", 404),
    (FA, "POST", "/kelola/workshop/{attended}/hadir/{held}/batal/{registration}", 404),
    (FA, "POST", "/kelola/workshop/{attended}/hadir/{held}/terima/{registration}", 404),
    (FA, "POST", "/kelola/workshop/{attended}/tiket/{registration}/ganti", 404),
    (FA, "GET", "/kelola/workshop/{workshop_draft}/hadir", 404),
    (FA, "GET", "/kelola/workshop/{attended}/sertifikat/{certificate}/cabut", 200),
    (FA, "GET", "/kelola/workshop/{workshop}/sertifikat/{certificate}/cabut", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/sertifikat/{certificate}/cabut", 404),
    (FA, "POST", "/kelola/workshop/{attended}/sertifikat/terbitkan-lagi/{registration}", 404),
    (None, "GET", "/sertifikat/{certificate_code}", 200),
    (None, "GET", "/sertifikat/{certificate_code}/cetak", 200),
    (None, "GET", "/sertifikat/{certificate_revoked}", 200),
    (None, "GET", "/sertifikat/{certificate_revoked}/cetak", 404),
    (None, "GET", f"/sertifikat/{CODE}", 404),
    (None, "GET", f"/sertifikat/{CODE}/cetak", 404),
    (None, "GET", "/sertifikat/{certificate}", 404),
    (None, "GET", "/sertifikat/{registration_code}", 404),
    # notes, photos, papers
    (FA, "GET", "/kelola/workshop/{workshop}/catatan/{note}", 200),
    (FA, "GET", "/kelola/workshop/{workshop}/catatan/{note_other}", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/catatan/{note_other}", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/catatan/{note_other}/naik", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/catatan/{note_other}/turun", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/catatan/{note_other}/hapus", 404),
    (FA, "GET", "/kelola/workshop/{workshop}/catatan/tidak-ada", 404),
    (FA, "GET", "/kelola/workshop/{workshop}/foto/{photo}", 200),
    (FA, "GET", "/kelola/workshop/{workshop}/foto/{photo_hidden}", 404),
    (FA, "POST", "/kelola/workshop/{workshop}/foto/{photo_hidden}/hapus", 404),
    (None, "GET", "/berkas/{photo}", 200),
    (None, "GET", "/berkas/{photo_hidden}", 404),
    (ASN, "GET", "/berkas/{photo_hidden}", 404),
    (FA, "GET", "/berkas/{photo_hidden}", 200),
    (FA, "GET", "/kelola/workshop/{workshop}/spj/undangan-lain", 404),
    (AD, "GET", "/kelola/nomor-surat/tidak-ada", 404),
    # the room
    (FA, "GET", "/kelola/workshop/{roomed}/ruang/pertanyaan/{asked}/jawaban", 200),
    (FA, "GET", "/kelola/workshop/{roomed}/ruang/pertanyaan/{asked_other}/jawaban", 404),
    (FA, "GET", "/kelola/workshop/{roomed}/ruang/pertanyaan/{asked}/jawaban/{answer}/sembunyikan", 200),
    (FA, "GET", "/kelola/workshop/{roomed}/ruang/pertanyaan/{asked}/jawaban/{answer_other}/sembunyikan", 404),
    (FA, "POST", "/kelola/workshop/{roomed}/ruang/pertanyaan/{asked_other}/tahap", 404),
    (FA, "GET", "/kelola/workshop/{writing}/ruang/pertanyaan/{asked_writing}/jawaban", 409),
    (None, "GET", "/r/{join}", 200),
    (None, "GET", "/r/tidakada", 404),
    (None, "GET", "/lacak/{room_code}/tarik-jawaban", 200),
    (None, "GET", f"/lacak/{CODE}/tarik-jawaban", 404),
    (None, "GET", "/lacak/{post_code}/tarik-jawaban", 404),
    (None, "GET", "/lacak/{room_code}/ubah", 404),
    (None, "GET", "/lacak/{room_code}/tarik", 404),
    (None, "GET", "/lacak/{post_code}/tarik", 404),
    (None, "POST", f"/lacak/{CODE}/ubah", 404),
    (None, "POST", f"/lacak/{CODE}/tarik", 404),
    # posts: by the account, by the code; cases, decisions, objections
    (None, "GET", "/forum/{topic}/{post}", 200),
    (None, "GET", "/forum/{topic}/{post_withdrawn}", 200),
    (None, "GET", "/forum/{topic_other}/{post}", 404),
    (None, "GET", "/forum/{topic}/tidak-ada", 404),
    (None, "GET", "/forum/{topic_other}/{post}/riwayat", 404),
    (None, "GET", "/forum/{topic_other}/{post}/laporkan", 404),
    (ASN, "GET", "/forum/{topic}/{post_own}/ubah", 200),
    (ASN, "GET", "/forum/{topic}/{post_own}/tarik", 200),
    (ASN, "GET", "/forum/{topic_other}/{post_own}/ubah", 404),
    (CITIZEN, "GET", "/forum/{topic}/{post_own}/ubah", 303),
    (CITIZEN, "POST", "/forum/{topic}/{post_own}/ubah", 403),
    (CITIZEN, "GET", "/forum/{topic}/{post_own}/tarik", 303),
    (CITIZEN, "POST", "/forum/{topic}/{post_own}/tarik", 403),
    (FA, "POST", "/forum/{topic}/{post_own}/ubah", 403),
    (AD, "POST", "/forum/{topic}/{post_own}/tarik", 403),
    (None, "POST", "/forum/{topic}/{post_own}/ubah", 403),
    (ASN, "POST", "/forum/{topic}/{guest_post}/ubah", 403),
    (ASN, "POST", "/forum/{topic_other}/{post}/dukung", 404),
    (None, "GET", "/forum/masukan-saya/{post_code}", 200),
    (None, "GET", f"/forum/masukan-saya/{CODE}", 404),
    (None, "GET", f"/forum/masukan-saya/{CODE}/tarik", 404),
    (None, "GET", "/forum/masukan-saya/{registration_code}", 404),
    (None, "GET", "/forum/keberatan/{appeal_code}", 200),
    (None, "GET", "/forum/keberatan/{post_code}", 404),
    (None, "GET", f"/forum/keberatan/{CODE}", 404),
    (ASN, "GET", "/forum/moderasi/saya/{decision}/keberatan", 303),
    (ASN, "POST", "/forum/moderasi/saya/{decision}/keberatan", 303),
    (FA, "GET", "/kelola/moderasi/{case}", 200),
    (FA, "GET", "/kelola/moderasi/tidak-ada", 404),
    (FA, "POST", "/kelola/moderasi/tidak-ada/ambil", 404),
    (FA, "POST", "/kelola/moderasi/tulisan/{topic_other}/{post}", 404),
    (FA, "GET", "/kelola/moderasi/{case}/tampilkan", 404),
    (FA, "GET", "/kelola/moderasi/{case}/keberatan", 404),
    (FA, "GET", "/kelola/moderasi/log/{decision}", 403),
    (Duty.AUDITOR, "GET", "/kelola/moderasi/log/{decision}", 200),
    (Duty.AUDITOR, "GET", "/kelola/moderasi/log/tidak-ada", 404),
    (Duty.AUDITOR, "GET", "/kelola/moderasi/{case}", 403),
)


def _workshops(session: Session, world: World, own: Account) -> dict[str, object]:
    more = world.more
    names = ("workshop", "workshop_past", "workshop_cancelled", "workshop_draft")
    for_accounts = factories.workshop(session, cycle=world.cycle)
    mine = factories.registration(session, for_accounts, account=own)
    mine.workshop_id = more["full_workshop"].id
    one, other = more["workshop"].sessions[0], more["presence_at"]
    revoked = certificate_for(session, more["without_certificate"])
    assert revoked is not None
    return {
        **{name: more[name].key for name in names},
        "workshop_account": for_accounts.key,
        "full": more["full_workshop"].key,
        "registration": more["registration"].key,
        "registration_own": mine.key,
        "registration_code": codes.code_of(more["registration"].key, secret=SECRET),
        "session": one.id,
        "session_other": other.id,
        "agenda_other": other.agenda[0].id,
        "called": more["called_workshop"].key,
        "invitation": more["paper_invitation"].id,
        "attended": other.workshop.key,
        "held": other.id,
        "certificate": more["certificate"].key,
        "certificate_code": code_of_certificate(more["certificate"].key, secret=SECRET),
        "certificate_revoked": code_of_certificate(revoked.key, secret=SECRET),
    }


def _notes(session: Session, world: World) -> dict[str, object]:
    elsewhere = world.more["workshop_past"]
    (note,) = noted(session, elsewhere, "Kalimat di workshop lain.")
    hidden = photos.add_photo(
        session,
        elsewhere,
        content=png(),
        filename="plano.png",
        caption="Kertas plano",
        group_label="",
        public=False,
        actor_id=None,
    )
    return {
        "note": world.more["note"].key,
        "note_other": note.key,
        "photo": world.more["photo"].upload_key,
        "photo_hidden": hidden.upload_key,
    }


def _rooms(world: World) -> dict[str, object]:
    more = world.more
    sorting, voting, writing = more["room_sorting"], more["room_voting"], more["room_writing"]
    return {
        "roomed": sorting.workshop.key,
        "join": sorting.join_code,
        "asked": sorting.questions[0].key,
        "asked_other": voting.questions[0].key,
        "answer": more["room_answer"].key,
        "answer_other": more["room_candidate"].key,
        "writing": writing.workshop.key,
        "asked_writing": writing.questions[0].key,
        "room_code": more["room_code"],
    }


def _posts(session: Session, world: World, own: Account) -> dict[str, object]:
    more = world.more
    how: dict[str, Any] = {"secret": SECRET, "today": DAY}
    mine = posting.post(session, more["topic"], body="Punya saya.", nonce="6" * 32, actor_id=own.id, **how)
    gone = posting.post(session, more["topic"], body="Ditarik.", nonce="7" * 32, actor_id=None, **how)
    posting.withdraw(session, gone.post)
    return {
        "topic": more["topic"].key,
        "topic_other": more["topic_locked"].key,
        "post": more["topic_post"].key,
        "post_own": mine.post.key,
        "post_withdrawn": gone.post.key,
        "guest_post": more["guest_post"].key,
        "post_code": more["topic_code"],
        "case": more["case"].key,
        "decision": more["decision_key"],
        "appeal_code": more["appeal_code"],
    }


def things_of(session: Session, world: World, account_of: Callable[[Role], Account]) -> dict[str, object]:
    """What the table speaks of; the civil servant has a registration and a post."""
    own = account_of(ASN)
    return {
        **_workshops(session, world, own),
        **_notes(session, world),
        **_rooms(world),
        **_posts(session, world, own),
    }


def untouched(session: Session, things: dict[str, Any]) -> bool:
    """Whether what others own is still as it was."""
    registered = session.scalars(
        select(Registration.state).where(
            Registration.key.in_([things["registration"], things["registration_own"]])
        )
    )
    note = session.scalars(select(WorkshopNote.text).where(WorkshopNote.key == things["note_other"]))
    post = session.scalars(select(TopicPost.body).where(TopicPost.key == things["post_own"]))
    photo = session.scalars(select(NotePhoto.caption).where(NotePhoto.upload_key == things["photo_hidden"]))
    written = [*note, *post, *photo] == ["Kalimat di workshop lain.", "Punya saya.", "Kertas plano"]
    return written and sorted(registered) == ["offered", "registered"]
