"""The surveys slice: authoring, answering, results, imports."""

from core.errors import N_
from core.policy import ANYONE, ANYONE_STATELESS, NOBODY, SIGNED_IN, STAFF, Duty, Policy
from core.slices import NavGroup, NavItem, Slice
from surveys import mixer
from surveys.cards import cycle_cards, home_cards
from surveys.personal import PERSONAL_DATA, RETENTION
from surveys.tracking import SOURCE
from surveys.views import (
    answer,
    duties,
    imports,
    links,
    manage,
    questions,
    results,
    skm,
)

POLICIES: dict[str, Policy] = {
    "surveys.index": ANYONE,
    "surveys.answer": ANYONE_STATELESS,
    "surveys.units": ANYONE,
    "surveys.feedback": ANYONE_STATELESS,
    "surveys.short": ANYONE,
    "manage_surveys.index": STAFF,
    "manage_surveys.create": STAFF,
    "manage_surveys.show": STAFF,
    "manage_surveys.change": STAFF,
    "manage_surveys.preview": STAFF,
    "manage_surveys.publish": STAFF,
    "manage_surveys.close": STAFF,
    "manage_surveys.delete": STAFF,
    "manage_surveys.copy": STAFF,
    "manage_surveys.open_results": STAFF,
    "manage_questions.choose": STAFF,
    "manage_questions.create": STAFF,
    "manage_questions.change": STAFF,
    "manage_questions.up": STAFF,
    "manage_questions.down": STAFF,
    "manage_questions.duplicate": STAFF,
    "manage_questions.delete": STAFF,
    "survey_links.index": STAFF,
    "survey_links.sheet": STAFF,
    "survey_duties.superior": NOBODY.also(Duty.SUPERIOR),
    "survey_duties.mirror": SIGNED_IN,
    "survey_duties.feedback": NOBODY.also(Duty.FEEDBACK_OFFICER),
    "survey_duties.unit_feedback": NOBODY.also(Duty.FEEDBACK_OFFICER),
    "survey_duties.unit_texts": NOBODY.also(Duty.FEEDBACK_OFFICER),
    "survey_duties.figures": NOBODY.also(Duty.AUDITOR),
    "survey_results.show": STAFF.also(Duty.AUDITOR),
    "survey_results.texts": STAFF,
    "survey_results.export_answers": STAFF,
    "survey_results.export_figures": STAFF.also(Duty.AUDITOR),
    "survey_results.public": ANYONE,
    "survey_results.public_figures": ANYONE,
    "survey_skm.report": STAFF.also(Duty.AUDITOR),
    "survey_skm.add_template": STAFF,
    "survey_imports.upload": STAFF,
    "survey_imports.pair": STAFF,
    "survey_imports.check": STAFF,
    "survey_imports.discard": STAFF,
}

NAVIGATION: tuple[NavItem, ...] = (
    NavItem(N_("Survei"), "surveys.index", order=10),
    NavItem(N_("Beri masukan"), "surveys.units", order=20),
    NavItem(
        N_("Survei"),
        "manage_surveys.index",
        order=20,
        staff=True,
        about=N_("Menulis, menerbitkan, dan menutup survei; hasil dan unduhan."),
    ),
    NavItem(
        N_("Unit saya"),
        "survey_duties.superior",
        order=5,
        staff=True,
        about=N_("Angka survei pegawai dan IKM unit Anda."),
        group=NavGroup.DUTY,
    ),
    NavItem(
        N_("Masukan unit saya"),
        "survey_duties.feedback",
        order=6,
        staff=True,
        about=N_("Apa yang disampaikan warga tentang unit Anda."),
        group=NavGroup.DUTY,
    ),
    NavItem(
        N_("Angka survei"),
        "survey_duties.figures",
        order=7,
        staff=True,
        about=N_("Hasil setiap survei, tanpa jawaban perorangan."),
        group=NavGroup.DUTY,
    ),
)

ACTIONS = {
    "survey.create": N_("membuat survei"),
    "survey.change": N_("mengubah survei"),
    "survey.question.add": N_("menambah pertanyaan survei"),
    "survey.question.change": N_("mengubah pertanyaan survei"),
    "survey.question.move": N_("memindahkan pertanyaan survei"),
    "survey.question.duplicate": N_("menyalin pertanyaan survei"),
    "survey.question.delete": N_("menghapus pertanyaan survei"),
    "survey.publish": N_("menerbitkan survei"),
    "survey.close": N_("menutup survei"),
    "survey.delete": N_("menghapus draf survei"),
    "survey.results": N_("mengatur siapa yang melihat hasil survei"),
    "survey.link": N_("membuat tautan cetak survei"),
    "survey.import": N_("mengimpor jawaban ke survei"),
    "survey.import.upload": N_("mengunggah berkas jawaban"),
    "survey.import.mapping": N_("memasangkan kolom berkas jawaban"),
    "survey.import.discard": N_("membuang berkas jawaban"),
    "survey.skm.add": N_("menambahkan pertanyaan SKM ke survei"),
}

SLICE = Slice(
    name="surveys",
    blueprints=(
        answer.blueprint,
        duties.blueprint,
        manage.blueprint,
        questions.blueprint,
        links.blueprint,
        results.blueprint,
        skm.blueprint,
        imports.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    home_cards=home_cards,
    cycle_cards=cycle_cards,
    jobs={
        "surveys.mix": mixer.mix,
    },
    periodic=("surveys.mix",),
    contributions=(SOURCE,),
    actions=ACTIONS,
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
)
