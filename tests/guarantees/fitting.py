"""What fits the fields of one form alone, so that the form gets through; and things that visitors own."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from core.policy import Role
from core.staff.models import Person
from forum.discussion import following, supporting
from forum.discussion.models import TopicPost
from forum.room.views.phone import COOKIE
from tests.conventions.examples import World
from tests.conventions.parts import xlsform
from tests.conventions.parts.discussion import SECRET
from tests.core import pictures
from tests.guarantees.visits import People

Fitting = Mapping[str, list[str]]
WORKSHOP = {
    "link": ["https://contoh.example/baru"],
    "registration_until": ["2027-02-01T09:00"],
    "audience": ["account"],
    "rule": ["unit_balance"],
    "development_code": ["8"],
}
SESSION = {
    "link": ["https://contoh.example/baru"],
    "starts_at": ["2027-03-05T09:00"],
    "ends_at": ["2027-03-05T12:00"],
}
PERSON = {"peserta-phone": ["0812 3456 7899"], "peserta-email": ["orang@contoh.go.id"], "tunggu": ["1"]}
LOGIC = {
    "relevant": ["1 = 1"],
    "required_when": ["1 = 2"],
    "constraint": ["string-length(.) > 0"],
    "choice_filter": ["1 = 1"],
}
OPENING = {
    "opens_on": ["2026-07-01"],
    "closes_on": ["2026-08-01"],
    "quota": ["9"],
    "unit_quota": [""],
    "one_page": ["y"],
    "screened": ["y"],
}
REASON = "Sudah dibahas bersama."
SCHEDULE = {"starts_on": ["2027-03-01"], "ends_on": ["2027-03-03"], "jp": ["24"], "participants": ["12"]}
PROGRAMME = {"starts_on": ["2027-03-01"], "ends_on": ["2027-03-03"], "jp": ["25"]}
FITTING: Mapping[str, Fitting] = {
    "manage_surveys.create": OPENING,
    # A new survey looks for junk; what is stored must change.
    "manage_surveys.change": {**OPENING, "screened": [""]},
    # As a person leaves it.
    "surveys.feedback": {"form-website": [""]},
    "manage_questions.create": {"name": ["nama_baru"], **LOGIC},
    "manage_questions.change": LOGIC,
    "manage_xlsform.bring": {"replace": ["y"]},
    "survey_imports.pair": {"kolom": ["kebutuhan", "jabatan"]},
    "staff_import.pair": {"kolom": ["name", "unit", "post"]},
    "staff_import.check": {"skip": ["y"]},
    "indicators.create": {"direction": ["up"], "baseline": ["3"], "target": ["30"]},
    "retention.show": {"mail": ["120"]},
    "settings.security": {"second_factor": ["1"]},
    "survey_invitations.create": {"pasted": ["Ibu Ina; ina@example.go.id"], "aksi": ["kirim"]},
    "workshop_invitations.create": {"pasted": ["Ibu Ina; ina@example.go.id"], "aksi": ["kirim"]},
    "trace.ask": {"code": ["0000-0000-0000"]},
    "manage_workshops.create": WORKSHOP,
    "manage_workshops.change": WORKSHOP,
    "manage_sessions.create": SESSION,
    "manage_sessions.change": SESSION,
    "workshop_questions.create": {"name": ["nama_baru"]},
    "workshop_seats.edit": {"seats": ["30"]},
    "discussion.show": {"body": ["Usul lain"]},
    "discussion.show_post": {"body": ["Usul lain"]},
    "own_posts.edit": {"body": ["Usul lain"]},
    "posts_by_code.show": {"body": ["Usul lain"]},
    "registrations.register": PERSON,
    "own_registrations.change": PERSON,
    "own_registrations.change_by_code": PERSON,
    "manage_room.open_": {"dots": ["4"]},
    "workshop_notes.write": {"kalimat": ["Loket perlu antrean."], "aksi": ["simpan"]},
    "workshop_papers.change": {"report_on": ["2027-03-01"]},
    "letter_numbers.change": {"last": ["9"]},
    "certificates.index": {"percent": ["60"]},
    "plan_items.create": SCHEDULE,
    "plan_items.change": SCHEDULE,
    "plan_versions.consult": {"opens_on": ["2026-12-01"], "closes_on": ["2026-12-09"]},
    "consultation.speak": {"stance": ["object"], "comment": ["Terlalu lama."]},
    "programmes.create": PROGRAMME,
    "programmes.change": PROGRAMME,
    "plan_goals.duty": {"pns_jp": ["21"], "pppk_jp": ["25"]},
    "proposals.create": {"note_number": ["9/ND"]},
    "proposals.redraft": {"note_number": ["9/ND"], "note_on": ["2026-01-09"]},
    "proposals.sign": {"number": ["9/USL"]},
    "agency_answers.index": {"step": ["proposed.verified"]},
    "rulings.hide": {"lanjut": ["1"]},
    "house_rules.edit": {"days": ["5"]},
    # A theme, not "fits none": then its need and what writers are told change, too.
    "workbench.act": {"into": ["digital"]},
    "decisions.accept": {"reason": [REASON]},
    "decisions.merge": {"reason": [REASON]},
    "decisions.reject": {"kind": ["forwarded"], "reason": [REASON]},
    "decisions.rename": {"reason": [""]},
    "need_work.describe": {"solution": ["course"]},
    "need_work.hand_over": {"step": ["answered"], "on": ["2026-08-02"]},
    # As a person takes it back into use.
    "competencies.change": {"active": [""]},
}
PICTURE = (pictures.png(), "foto.png")
FILES = {
    "logo.edit": PICTURE,
    "workshop_photos.index": PICTURE,
    "surveys.answer": PICTURE,
    "survey_codes.change": PICTURE,
    "manage_xlsform.bring": (xlsform.CONTENT, "formulir.xlsx"),
}


def in_world(world: World) -> Mapping[str, Fitting]:
    """The same for forms that name things of the world, and that no example's page has."""
    voting, writing = world.more["room_voting"].questions[0], world.more["room_writing"].questions[0]
    answer = {"teks": ["Jawaban baru"], "pertanyaan": [writing.key], "nonce": ["9" * 32]}
    return {
        **FITTING,
        "room.vote": {"pertanyaan": [voting.key], "beri": [world.more["room_candidate"].key]},
        "room.write": answer,
        "room_hall.scribe": answer,
        "replies.write": {
            "cycle": [world.cycle.key],
            "pilih": [world.more["unanswered"]],
            "kind": ["forwarded"],
            "reason": [REASON],
            "addressee": ["BKPPD"],
            "step": ["simpan"],
        },
        "survey_review.accept": {"kiriman": [world.more["suspect_key"]]},
        "survey_review.discard": {"kiriman": [world.more["suspect_key"]], "yakin": ["y"]},
    }


def hand_over(session: Session, world: World, people: People) -> None:
    """Who has an account finds things of their own: a registration, posts, what they follow and support."""
    author, reader = people.accounts[Role.CITIZEN], people.accounts[Role.ASN]
    post: TopicPost = world.more["topic_post"]
    post.author_id = author
    world.more["hidden_case"].post.author_id = author
    world.more["registration"].account_id = author
    for role in (Role.ASN, Role.FACILITATOR, Role.PLANNER, Role.ADMINISTRATOR):
        session.add(Person(name=f"Pegawai {role}", account_id=people.accounts[role]))
    following.follow(session, world.more["topic"], actor_id=reader)
    supporting.support(session, post, actor_id=reader, secret=SECRET)
    session.commit()


def cookies(path: str) -> Mapping[str, str]:
    """What a browser would have been given before: a phone in a room has a ticket."""
    return {COOKIE: "ab" * 16} if path.startswith("/r/") else {}
