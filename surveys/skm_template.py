"""Put the regulation's questionnaire into a draft: the elements, the profile, room for suggestions."""

from dataclasses import replace

from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict
from surveys import rules
from surveys.authoring import add_questions
from surveys.definition import Option, QuestionDef, option_list
from surveys.models import Survey
from surveys.skm_instruments import CURRENT, Element, Instrument


def element_question(element: Element) -> QuestionDef:
    """An element as a scale whose name is the element's key."""
    steps = zip(element.steps_id, element.steps_en, strict=True)
    return QuestionDef(
        name=element.key,
        kind="scale",
        label_id=element.question_id,
        label_en=element.question_en,
        required=True,
        config={
            "skm": True,
            "options": option_list(Option(str(i), id_, en) for i, (id_, en) in enumerate(steps, start=1)),
        },
    )


def _choice(
    name: str, label_id: str, label_en: str, options: tuple[tuple[str, str, str], ...]
) -> QuestionDef:
    return QuestionDef(
        name=name,
        kind="single",
        label_id=label_id,
        label_en=label_en,
        config={"options": option_list(Option(*option) for option in options)},
    )


# No name, phone or address: the profile serves the tables of the report.
PROFILE = (
    _choice(
        "jenis_kelamin",
        "Jenis kelamin",
        "Sex",
        (("L", "Laki-laki", "Male"), ("P", "Perempuan", "Female")),
    ),
    _choice(
        "usia",
        "Usia",
        "Age",
        (
            ("<20", "Di bawah 20 tahun", "Under 20"),
            ("20-40", "20–40 tahun", "20–40"),
            ("41-60", "41–60 tahun", "41–60"),
            (">60", "Di atas 60 tahun", "Over 60"),
        ),
    ),
    _choice(
        "pendidikan",
        "Pendidikan terakhir",
        "Highest education",
        (
            ("SD", "SD atau di bawahnya", "Primary school or less"),
            ("SMP", "SMP", "Lower secondary school"),
            ("SMA", "SMA/SMK", "Upper secondary school"),
            ("D3", "Diploma (D1–D4)", "Diploma"),
            ("S1", "Sarjana (S1)", "Bachelor's degree"),
            ("S2", "S2 atau di atasnya", "Master's degree or above"),
        ),
    ),
    _choice(
        "pekerjaan",
        "Pekerjaan utama",
        "Main occupation",
        (
            ("pns-tni-polri", "PNS/TNI/Polri", "Civil servant, armed forces, police"),
            ("swasta", "Swasta", "Private employee"),
            ("wirausaha", "Wirausaha", "Self-employed"),
            ("petani-nelayan", "Petani/nelayan", "Farmer or fisher"),
            ("pelajar-mahasiswa", "Pelajar/mahasiswa", "Student"),
            ("ibu-rumah-tangga", "Ibu rumah tangga", "Homemaker"),
            ("lainnya", "Lainnya", "Other"),
        ),
    ),
    _choice(
        "jenis_layanan",
        "Layanan yang Anda urus",
        "The service you came for",
        (
            ("ktp-kk", "KTP/KK", "Identity or family card"),
            ("domisili", "Domisili", "Residence"),
            ("sktm", "SKTM", "Certificate of hardship"),
            ("usaha", "Usaha", "Business"),
            ("kelahiran", "Kelahiran", "Birth"),
            ("kematian", "Kematian", "Death"),
            ("pindah", "Pindah", "Moving"),
            ("belum-menikah", "Belum menikah", "Unmarried status"),
            ("pengantar-nikah", "Pengantar nikah", "Marriage"),
            ("beda-nama", "Beda nama", "Differing names"),
            ("izin-keramaian", "Izin keramaian", "Public event"),
            ("skck", "SKCK", "Police record letter"),
            ("legalisasi", "Legalisasi", "Certified copies"),
            ("ahli-waris", "Ahli waris", "Inheritance"),
            ("lainnya", "Lainnya", "Other"),
        ),
    ),
    _choice(
        "disabilitas",
        "Apakah Anda penyandang disabilitas?",
        "Do you have a disability?",
        (("ya", "Ya", "Yes"), ("tidak", "Tidak", "No")),
    ),
)
SUGGESTION = QuestionDef(
    name="saran",
    kind="longtext",
    label_id="Saran Anda supaya layanan ini menjadi lebih baik",
    label_en="Your suggestion for a better service",
    help_id="Boleh dikosongkan. Jangan menulis nama orang atau nomor telepon.",
    help_en="You may leave it empty. Please write no names or phone numbers.",
)


def skm_questions(instrument: Instrument = CURRENT) -> tuple[QuestionDef, ...]:
    """The whole questionnaire in the order it is asked."""
    return (*(element_question(element) for element in instrument.elements), *PROFILE, SUGGESTION)


def recognised(question: QuestionDef, instrument: Instrument = CURRENT) -> QuestionDef:
    """An element that is asked in the regulation's words is that element, wherever the question came from."""
    for element in instrument.elements:
        standard = element_question(element)
        same = (question.name, question.kind, question.label_id, question.required) == (
            standard.name,
            standard.kind,
            standard.label_id,
            standard.required,
        )
        if same and question.config.get("options") == standard.config["options"]:
            return replace(question, config={**question.config, "skm": True})
    return question


def add_skm_template(session: Session, survey: Survey, *, actor_id: int | None) -> int:
    """Append what is missing of the questionnaire to a draft; returns how many questions that were."""
    rules.require_draft(survey)
    present = {question.name: question for question in survey.questions}
    for key in CURRENT.keys:
        if key in present and not present[key].config.get("skm"):
            raise Conflict(
                N_("Sudah ada pertanyaan lain dengan nama kolom “%(name)s”. Ganti dahulu nama kolomnya."),
                name=key,
            )
    missing = [question for question in skm_questions() if question.name not in present]
    if not missing:
        raise Conflict(N_("Kesembilan unsur SKM sudah ada di survei ini."))
    add_questions(session, survey, definitions=missing, actor_id=actor_id)
    audit.record(
        session,
        actor_id=actor_id,
        action="survey.skm.add",
        kind="survey",
        key=survey.key,
        instrument=CURRENT.key,
        questions=len(missing),
    )
    return len(missing)
