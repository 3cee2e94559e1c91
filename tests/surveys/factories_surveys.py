"""Surveys for tests. Flush, never commit."""

from datetime import date
from secrets import token_hex

from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.units.models import Unit
from surveys import authoring, publishing
from surveys.definition import QuestionDef
from surveys.enums import Access, Purpose
from surveys.models import Survey, SurveyVersion
from surveys.store import Submission
from tests import factories

SECRET = "a key for tests only"
TODAY = date(2026, 11, 23)


def options(*values: str) -> dict[str, object]:
    return {"options": [{"value": v, "label_id": v.title(), "label_en": f"{v} (en)"} for v in values]}


NEED = QuestionDef("kebutuhan", "longtext", "Apa kebutuhan Anda?", "What do you need?", required=True)
POST = QuestionDef("jabatan", "single", "Jabatan Anda", config=options("pelaksana", "pejabat"))
WAYS = QuestionDef("cara", "multiple", "Cara belajar", config=options("kelas", "magang", "daring"))
URGENT = QuestionDef("mendesak", "scale", "Seberapa mendesak?", config=options("1", "2", "3", "4"))
HOURS = QuestionDef("jam", "number", "Berapa jam?", config={"min": 0, "max": 200})
DAY = QuestionDef("hari", "date", "Sejak kapan?")
NAME = QuestionDef("nama_layanan", "text", "Layanan apa?")
ALL_KINDS = (NEED, POST, WAYS, URGENT, HOURS, DAY, NAME)
TOWN = QuestionDef("kelurahan", "dropdown", "Kelurahan Anda", config=options("alak", "manulai", "nunhila"))
PEOPLE = QuestionDef("orang", "integer", "Berapa orang di seksi Anda?", config={"min": 1, "max": 500})
START = QuestionDef("mulai", "time", "Jam berapa loket sebaiknya buka?")
AGREED = QuestionDef("setuju", "consent", "Saya setuju jawaban saya dibaca panitia.")
REMARK = QuestionDef("pembuka", "note", "Bagian berikut tentang loket.", help_id="Isi seperlunya.")
WHERE = QuestionDef(
    "tempat", "single", "Di mana?", "Where?", config={**options("kantor", "rumah"), "other": True}
)
TOOLS = QuestionDef("alat", "multiple", "Alat kerja", config={**options("laptop", "hp"), "other": True})
RATES = QuestionDef(
    "nilai",
    "matrix",
    "Nilai layanan kami",
    config={
        **options("1", "2", "3", "4"),
        "rows": [
            {"value": "loket", "label_id": "Loket", "label_en": "Counter"},
            {"value": "ruang_tunggu", "label_id": "Ruang tunggu", "label_en": ""},
        ],
    },
)
FIRST = QuestionDef("utama", "ranking", "Mana yang utama?", config={**options("a", "b", "c"), "top": 2})
SPOT = QuestionDef("lokasi", "place", "Di mana lampu jalan mati?", "Where is the street light broken?")
PHOTO = QuestionDef("foto", "image", "Foto tempatnya", "A photo of the place")
PARTED = (WHERE, TOOLS, RATES)
MORE_KINDS = (TOWN, PEOPLE, START, AGREED, REMARK)
EVERY_KIND = (*ALL_KINDS, *MORE_KINDS, *PARTED, FIRST, SPOT, PHOTO)


def draft(
    session: Session,
    *,
    cycle: Cycle | None = None,
    purpose: Purpose = Purpose.ASPIRATION,
    access: Access = Access.ACCOUNT,
    questions: tuple[QuestionDef, ...] = (NEED, POST),
    title: str = "Survei aspirasi",
    opens_on: date | None = None,
    closes_on: date | None = None,
    quota: int | None = None,
    unit_quota: int | None = None,
    one_page: bool = False,
    screened: bool = True,
    key: str = "",
) -> Survey:
    """A survey nobody can answer yet."""
    details = authoring.SurveyDetails(
        title_id=title,
        title_en=f"{title} (en)",
        intro_id="Sekitar tiga menit.",
        purpose=purpose,
        access=access,
        opens_on=opens_on,
        closes_on=closes_on,
        quota=quota,
        unit_quota=unit_quota,
        one_page=one_page,
        screened=screened,
    )
    made = authoring.create_survey(
        session, cycle or factories.cycle(session), details=details, key=key, actor_id=None
    )
    for question in questions:
        authoring.add_question(session, made, definition=question, actor_id=None)
    return made


def survey(session: Session, *, batch_size: int = 10, **wanted: object) -> Survey:
    """An open survey."""
    made = draft(session, **wanted)  # type: ignore[arg-type]
    made.batch_size = batch_size
    publishing.publish_survey(session, made, today=TODAY, actor_id=None)
    return made


def feedback(session: Session, **wanted: object) -> Survey:
    """An open public feedback form."""
    settings: dict[str, object] = {
        "purpose": Purpose.FEEDBACK,
        "access": Access.PUBLIC,
        "title": "Masukan layanan",
        "questions": (NAME, URGENT),
        **wanted,
    }
    return survey(session, **settings)  # type: ignore[arg-type]


def version_of(made: Survey) -> SurveyVersion:
    return made.versions[-1]


def submission(
    made: Survey,
    body: dict[str, object] | None = None,
    *,
    nonce: str = "",
    account_id: int | None = None,
    invitation: str = "",
    unit: Unit | None = None,
    pictures: dict[str, bytes] | None = None,
) -> Submission:
    """What one person sends to the latest version."""
    return Submission(
        survey_id=made.id,
        version_id=version_of(made).id,
        access=Access(made.access),
        nonce=nonce or token_hex(16),
        body=body if body is not None else {"kebutuhan": "Pelatihan komputer"},
        account_id=account_id,
        invitation=invitation,
        unit_id=unit.id if unit else None,
        unit_key=unit.key if unit else "",
        pictures=pictures or {},
    )
