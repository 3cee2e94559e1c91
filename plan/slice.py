"""The plan's slice: themes, needs, plan items, the public plan and the trace."""

from core.errors import N_
from core.policy import ANYONE, ANYONE_STATELESS, NOBODY, PLANNERS, STAFF, Duty, Policy
from core.slices import NavGroup, NavItem, Slice, joined
from core.web.server import secret
from plan.consulting import part as consulting
from plan.enums import ITEM_STATE_LABELS, THEME_STATE_LABELS
from plan.following_part import PART as NEWS
from plan.needing_part import PART as NEEDING
from plan.personal import PERSONAL_DATA, RETENTION
from plan.programmes import part as programmes
from plan.proposals import part as proposals
from plan.replies_part import PART as REPLIES
from plan.runs import BURY_RUNS, RUN_THEMES
from plan.scheduling import part as scheduling
from plan.taxonomies_part import PART as TAXONOMIES
from plan.theming import bury_handler, make_handler
from plan.views import (
    cards,
    coding,
    decisions,
    discussed,
    indicators,
    items,
    learning,
    ledger,
    needs,
    partner,
    public,
    public_themes,
    themes,
    trace,
    workbench,
)
from plan.views.sources import contribution_sources
from surveys.enums import PURPOSE_LABELS

PLAN_READERS = STAFF.also(Duty.CHECKER, Duty.SIGNER, Duty.AUDITOR)

POLICIES: dict[str, Policy] = {
    "themes.index": STAFF,
    "themes.start": PLANNERS,
    "themes.show": STAFF,
    "themes.cancel": PLANNERS,
    "themes.unclassified": STAFF,
    "themes.compare": STAFF,
    "themes.download": STAFF,
    "learning.show": STAFF,
    "learning.answer": PLANNERS,
    "decisions.show": STAFF,
    "decisions.explain": PLANNERS,
    "decisions.split": PLANNERS,
    "workbench.show": STAFF,
    "coding.index": STAFF,
    "coding.show": STAFF,
    "coding.read": STAFF,
    "coding.code": STAFF,
    "coding.draw": PLANNERS,
    "coding.take_over": PLANNERS,
    "workbench.act": PLANNERS,
    "decisions.accept": PLANNERS,
    "decisions.rename": PLANNERS,
    "decisions.merge": PLANNERS,
    "decisions.reject": PLANNERS,
    "decisions.reopen": PLANNERS,
    "ledger.index": STAFF,
    "ledger.said": STAFF,
    "ledger.show": STAFF,
    "needs.index": STAFF.also(Duty.CHECKER, Duty.SIGNER),
    "needs.show": STAFF.also(Duty.CHECKER, Duty.SIGNER),
    "needs.rename": PLANNERS,
    "needs.quote": PLANNERS,
    "public_themes.index": ANYONE,
    "public_themes.show": ANYONE,
    "trace.ask": ANYONE_STATELESS,
    "trace.show": ANYONE,
    "plan_items.index": PLAN_READERS,
    "plan_items.show": PLAN_READERS,
    "plan_items.create": PLANNERS,
    "plan_items.change": PLANNERS,
    "plan_items.move": PLANNERS,
    "plan_items.delete": PLANNERS,
    "indicators.create": PLANNERS,
    "indicators.change": PLANNERS,
    "indicators.delete": PLANNERS,
    "indicators.measure": PLANNERS,
    "indicators.change_measurement": PLANNERS,
    "indicators.delete_measurement": PLANNERS,
    "partner.index": NOBODY.also(Duty.PARTNER),
    "partner.show": NOBODY.also(Duty.PARTNER),
    "public_plan.index": ANYONE,
    "public_plan.show": ANYONE,
    "public_plan.download": ANYONE,
    "public_plan.download_json": ANYONE,
}

NAVIGATION: tuple[NavItem, ...] = (
    NavItem(N_("Rencana"), "public_plan.index", order=40),
    NavItem(N_("Lacak masukan"), "trace.ask", order=45),
    NavItem(
        N_("Tema"),
        "themes.index",
        order=56,
        staff=True,
        about=N_("Mengelompokkan masukan menjadi usulan tema, lalu memutuskannya."),
    ),
    NavItem(
        N_("Kebutuhan"),
        "needs.index",
        order=58,
        staff=True,
        about=N_("Tema yang sudah diterima, masukan di baliknya, dan kutipan untuk umum."),
    ),
    NavItem(
        N_("Butir rencana"),
        "plan_items.index",
        order=60,
        staff=True,
        about=N_("Menyusun rencana dan mengikuti pelaksanaannya."),
    ),
    NavItem(
        N_("Jejak"),
        "ledger.index",
        order=61,
        staff=True,
        about=N_("Dari masukan ke tema, kebutuhan, butir rencana, dan hasilnya; dan kembali."),
    ),
    NavItem(
        N_("Program saya"),
        "partner.index",
        order=8,
        staff=True,
        about=N_("Butir rencana yang Anda kerjakan bersama kantor ini."),
        group=NavGroup.DUTY,
    ),
)

ACTIONS = {
    "theme_run.start": N_("menjalankan pengelompokan tema"),
    "theme_run.finish": N_("menyelesaikan pengelompokan tema"),
    "theme_run.fail": N_("gagal mengelompokkan tema"),
    "theme_run.cancel": N_("membatalkan pengelompokan tema"),
    "theme.accept": N_("menerima tema"),
    "theme.rename": N_("mengganti nama tema"),
    "theme.merge": N_("menggabungkan tema"),
    "theme.reject": N_("menolak tema"),
    "theme.reopen": N_("menarik keputusan atas tema"),
    "theme.move": N_("memindahkan masukan ke tema lain"),
    "theme.split": N_("memisahkan masukan menjadi tema baru"),
    "theme.lock": N_("mengunci masukan di temanya"),
    "theme.release": N_("melepas kunci masukan"),
    "theme.teach": N_("menempatkan masukan yang ditanyakan mesin"),
    "theme.quote": N_("memilih kutipan tema"),
    "theme.explain": N_("menuliskan arti tema"),
    "coding.draw": N_("mengambil sampel untuk dua pembaca"),
    "coding.take_over": N_("memakai tema yang disepakati dua pembaca"),
    "need.rename": N_("mengganti nama kebutuhan"),
    "need.quote": N_("menampilkan atau menyembunyikan kutipan"),
    "plan_item.create": N_("membuat butir rencana"),
    "plan_item.change": N_("mengubah butir rencana"),
    "plan_item.move": N_("memindahkan keadaan butir rencana"),
    "plan_item.delete": N_("menghapus butir rencana"),
    "indicator.add": N_("menambah indikator"),
    "indicator.change": N_("mengubah indikator"),
    "indicator.delete": N_("menghapus indikator"),
    "measurement.add": N_("menambah pengukuran"),
    "measurement.change": N_("mengubah pengukuran"),
    "measurement.delete": N_("menghapus pengukuran"),
}

_PLAN = Slice(
    name="plan",
    blueprints=(
        themes.blueprint,
        decisions.blueprint,
        workbench.blueprint,
        learning.blueprint,
        coding.blueprint,
        needs.blueprint,
        public_themes.blueprint,
        trace.blueprint,
        items.blueprint,
        ledger.blueprint,
        indicators.blueprint,
        partner.blueprint,
        public.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    home_cards=cards.home_cards,
    cycle_cards=cards.cycle_cards,
    duty_objects=partner.duty_objects,
    topic_subjects=discussed.topic_subjects,
    jobs={RUN_THEMES: make_handler(contribution_sources, secret=secret), BURY_RUNS: bury_handler},
    job_labels={
        RUN_THEMES: N_("Mengelompokkan masukan menjadi tema"),
        BURY_RUNS: N_("Menutup pengelompokan yang gagal"),
    },
    periodic=(BURY_RUNS,),
    actions=ACTIONS,
    fact_values={
        "plan_item.move": ITEM_STATE_LABELS,
        "theme.reopen": THEME_STATE_LABELS,
        "theme_run.start": PURPOSE_LABELS,
    },
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
)

SLICE = joined(
    "plan",
    _PLAN,
    REPLIES,
    NEEDING,
    NEWS,
    scheduling.PART,
    consulting.PART,
    proposals.PART,
    programmes.PART,
    TAXONOMIES,
)
