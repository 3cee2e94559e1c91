"""What taxonomies add to the plan's slice: routes, policies, menu, the job of a trial, data kept."""

from sqlalchemy.orm import Session

from core.errors import N_
from core.keeping import Ended, PersonalData, Retention, drop_rows, name_of, pointing, rows_of
from core.policy import PLANNERS, STAFF
from core.slices import NavItem, Slice
from plan.taxonomies.models import Taxonomy, TaxonomyDraft, TaxonomyTrial, TaxonomyVersion
from plan.taxonomies.trying import TRY_TAXONOMY, make_trial_handler
from plan.theme_model import read_under
from plan.views import taxonomies, taxonomy_draft, taxonomy_steps

POLICIES = {
    "taxonomies.index": STAFF,
    "taxonomies.show": STAFF,
    "taxonomies.version": STAFF,
    "taxonomies.theme": STAFF,
    "taxonomies.compare": STAFF,
    "taxonomies.download": STAFF,
    "taxonomies.download_examples": STAFF,
    "taxonomies.create": PLANNERS,
    "taxonomies.start_draft": PLANNERS,
    "taxonomies.archive": PLANNERS,
    "taxonomy_draft.show": PLANNERS,
    "taxonomy_draft.rename": PLANNERS,
    "taxonomy_draft.add": PLANNERS,
    "taxonomy_draft.theme": PLANNERS,
    "taxonomy_draft.no_theme": PLANNERS,
    "taxonomy_steps.move": PLANNERS,
    "taxonomy_steps.remove": PLANNERS,
    "taxonomy_steps.bring": PLANNERS,
    "taxonomy_steps.publish": PLANNERS,
    "taxonomy_steps.discard": PLANNERS,
    "taxonomy_steps.attempt": PLANNERS,
    "taxonomy_steps.forget": PLANNERS,
}

ACTIONS = {
    "taxonomy.create": N_("membuat daftar tema"),
    "taxonomy.draft": N_("memulai draf daftar tema"),
    "taxonomy.edit": N_("mengubah draf daftar tema"),
    "taxonomy.import": N_("mengimpor draf daftar tema"),
    "taxonomy.discard": N_("membuang draf daftar tema"),
    "taxonomy.publish": N_("menerbitkan versi daftar tema"),
    "taxonomy.archive": N_("mengarsipkan daftar tema"),
    "taxonomy.reuse": N_("memakai lagi daftar tema dari arsip"),
}


def _collect(session: Session, account_id: int) -> object:
    return rows_of(session, TaxonomyTrial.created_by, account_id)


def _erase(session: Session, account_id: int) -> None:
    drop_rows(session, TaxonomyTrial.created_by, account_id)


def _merge(session: Session, old: int, _new: int) -> None:
    """A trial is not worth moving: it can be made again."""
    drop_rows(session, TaxonomyTrial.created_by, old)


PERSONAL_DATA = (
    pointing(
        "taxonomies",
        N_("Daftar tema yang Anda buat, ubah, atau terbitkan"),
        {
            Taxonomy.created_by: (),
            TaxonomyVersion.published_by: ("content",),
            TaxonomyDraft.changed_by: ("content",),
        },
    ),
    PersonalData(
        "taxonomy_trials",
        N_("Kalimat yang Anda coba pada draf daftar tema"),
        frozenset({name_of(TaxonomyTrial.created_by)}),
        _collect,
        _erase,
        _merge,
    ),
)

_TRIALS = Ended(TaxonomyTrial, lambda time: TaxonomyTrial.created_at < time)
RETENTION = (
    Retention(
        key="taxonomies",
        label=N_("Daftar tema"),
        reason=N_("Tulisan kantor sendiri; menjelaskan dengan tema apa masukan dulu dibaca."),
        tables=frozenset({"taxonomy", "taxonomy_version", "taxonomy_draft"}),
    ),
    Retention(
        key="taxonomy_trials",
        label=N_("Kalimat percobaan daftar tema"),
        reason=N_("Hanya untuk melihat hasilnya sekali; tidak ada gunanya disimpan."),
        tables=frozenset({"taxonomy_trial"}),
        days=1,
        purge=_TRIALS.purge,
        due=_TRIALS.count,
    ),
)

PART = Slice(
    name="taxonomies",
    blueprints=(taxonomies.blueprint, taxonomy_draft.blueprint, taxonomy_steps.blueprint),
    policies=POLICIES,
    navigation=(
        NavItem(
            N_("Daftar tema"),
            "taxonomies.index",
            order=57,
            staff=True,
            about=N_("Tema, kata kunci, contoh, dan ungkapan yang dipakai mesin untuk membaca masukan."),
        ),
    ),
    jobs={TRY_TAXONOMY: make_trial_handler(read_under)},
    job_labels={TRY_TAXONOMY: N_("Mencoba draf daftar tema")},
    actions=ACTIONS,
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
)
