"""What the work on needs adds to the plan's slice: competencies, steps, priority, what no course solves."""

from core.errors import N_
from core.policy import ANYONE, CYCLE_KEEPERS, NOBODY, PLANNERS, STAFF, Duty
from core.slices import NavGroup, NavItem, Slice
from plan.needing.enums import HANDOVER_LABELS, STAGE_LABELS
from plan.views import competencies, handovers, need_checks, need_work, poster, priorities

PART = Slice(
    name="needing",
    blueprints=(
        need_work.blueprint,
        need_checks.blueprint,
        priorities.blueprint,
        handovers.blueprint,
        competencies.blueprint,
        poster.blueprint,
    ),
    policies={
        "need_work.describe": PLANNERS,
        "need_work.argue": PLANNERS,
        "need_work.step": PLANNERS.also(Duty.CHECKER),
        "need_work.hand_over": PLANNERS,
        "need_checks.index": NOBODY.also(Duty.SUPERIOR),
        "need_checks.show": NOBODY.also(Duty.SUPERIOR),
        "priorities.index": STAFF.also(Duty.CHECKER, Duty.SIGNER),
        "priorities.save": PLANNERS,
        "handovers.index": STAFF.also(Duty.CHECKER, Duty.SIGNER),
        "handovers.public": ANYONE,
        "public_poster.show": ANYONE,
        "public_poster.pdf": ANYONE,
        "competencies.index": CYCLE_KEEPERS,
        "competencies.create": CYCLE_KEEPERS,
        "competencies.change": CYCLE_KEEPERS,
        "competencies.add_standard_set": CYCLE_KEEPERS,
        "competencies.standard": CYCLE_KEEPERS,
    },
    navigation=(
        NavItem(
            N_("Prioritas kebutuhan"),
            "priorities.index",
            order=59,
            staff=True,
            about=N_("Urutan kebutuhan menurut rumus terbuka yang bobotnya dapat diubah."),
        ),
        NavItem(
            N_("Kompetensi dan standar jabatan"),
            "competencies.index",
            order=64,
            staff=True,
            about=N_("Kompetensi yang dipakai kantor, dan tingkat yang disyaratkan setiap jabatan."),
            group=NavGroup.PEOPLE,
        ),
        NavItem(
            N_("Kebutuhan unit saya"),
            "need_checks.index",
            order=7,
            staff=True,
            about=N_("Memverifikasi kebutuhan unit yang Anda pimpin, tanpa melihat siapa yang menulis."),
            group=NavGroup.DUTY,
        ),
    ),
    actions={
        "need.describe": N_("mengubah uraian kebutuhan"),
        "need.argue": N_("mengubah bahan prioritas kebutuhan"),
        "need.step": N_("memindahkan langkah kebutuhan"),
        "need.hand_over": N_("mencatat penyampaian kebutuhan"),
        "priority.weigh": N_("menyimpan bobot prioritas"),
        "competency.create": N_("menambah kompetensi"),
        "competency.change": N_("mengubah kompetensi"),
        "post_standard.change": N_("mengubah standar jabatan"),
    },
    fact_values={"need.step": STAGE_LABELS, "need.hand_over": HANDOVER_LABELS},
)
