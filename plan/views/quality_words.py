"""What is known of a run's quality, in words a planner can use, and as JSON without anybody's text."""

from collections.abc import Iterator

from flask_babel import gettext

from core.web.pages import number
from plan.coding.queries import Agreement, Result
from plan.models import Theme, ThemeRun
from plan.run_quality import HeldOut, Quality, Units
from plan.workbench.learning import Lesson

# From so much on (0 to 1) the machine is called so sure; below the last it is in doubt.
SURE_FROM, FAIRLY_FROM, BARELY_FROM = 0.9, 0.7, 0.5
# Landis and Koch read kappa so; for the index of two groupings there is no such rule: ours.
STABLE = 0.75


def percent(part: float) -> str:
    """A share of 0 to 1 as whole percent, with the word for it."""
    return number(round(100 * part))


def sureness(confidence: float) -> str:
    """How sure the machine is, in words."""
    words = (
        (SURE_FROM, gettext("yakin")),
        (FAIRLY_FROM, gettext("cukup yakin")),
        (BARELY_FROM, gettext("kurang yakin")),
        (0.0, gettext("ragu")),
    )
    return next(str(word) for least, word in words if confidence >= least)


def quality_sentences(quality: Quality) -> list[str]:
    """Every figure with what it means; what is not known is not said."""
    return [
        *_coverage(quality),
        *_copies(quality),
        *_stability(quality),
        *(_people(quality.agreement) if quality.agreement else ()),
        *(_units(quality.units) if quality.units else ()),
        *(_examples(quality.held_out) if quality.held_out else ()),
        *_learned(quality),
        gettext("Tema ini baru usulan mesin. Baca masukannya dahulu, lalu putuskan."),
    ]


def _coverage(quality: Quality) -> Iterator[str]:
    counts = {"themed": quality.themed, "texts": quality.texts, "none": quality.unclassified}
    yield gettext(
        "%(themed)s dari %(texts)s masukan mendapat tema; %(none)s belum terklasifikasi.",
        **{name: number(count) for name, count in counts.items()},
    )
    if quality.unclear:
        yield gettext(
            "Di antaranya %(unclear)s tidak jelas isinya, misalnya hanya salam, “tidak ada”, atau huruf acak.",
            unclear=number(quality.unclear),
        )


def _copies(quality: Quality) -> Iterator[str]:
    if quality.different is not None and quality.different < quality.texts:
        yield gettext(
            "%(texts)s masukan, %(different)s berbeda isinya; yang lain hampir sama dengan masukan lain. Jumlah di "
            "halaman ini menghitung semuanya.",
            texts=number(quality.texts),
            different=number(quality.different),
        )


def _stability(quality: Quality) -> Iterator[str]:
    stability = quality.stability
    if quality.goes_on:
        yield gettext(
            "Proses ini melanjutkan tema temuan terdahulu. Kestabilannya tidak dihitung dari awal lagi."
        )
    if stability is not None:
        told = (
            gettext("Bila sebagian masukan diambil secara acak, temanya nyaris tidak berubah")
            if stability >= STABLE
            else gettext(
                "Bila sebagian masukan diambil secara acak, temanya sering berubah; baca dengan hati-hati"
            )
        )
        yield gettext("%(told)s (kestabilan %(value)s dari 1).", told=told, value=number(round(stability, 2)))


def _people(result: Result) -> Iterator[str]:
    people, first, second = result.people, result.machine_first, result.machine_second
    yield gettext(
        "Dua orang membaca sampel yang sama: mereka memilih tema yang sama pada %(agreed)s dari %(items)s masukan"
        "%(kappa)s. Mesin sama dengan pembaca pertama pada %(first)s dan dengan pembaca kedua pada %(second)s.",
        agreed=number(people.agreed),
        items=number(people.items),
        kappa=_kappa(people),
        first=f"{number(first.agreed)}{_kappa(first)}",
        second=f"{number(second.agreed)}{_kappa(second)}",
    )


def _kappa(agreement: Agreement) -> str:
    if agreement.kappa is None:
        return ""
    return str(gettext(" (kappa %(value)s)", value=number(round(agreement.kappa, 2))))


def _units(units: Units) -> Iterator[str]:
    whole = units.kept + units.lost + units.waiting
    if whole:
        yield gettext(
            "Dari %(whole)s tema yang menonjol di unit kecil, %(kept)s sudah menjadi kebutuhan, %(lost)s tidak "
            "dilanjutkan, dan %(waiting)s menunggu keputusan.",
            whole=number(whole),
            kept=number(units.kept),
            lost=number(units.lost),
            waiting=number(units.waiting),
        )


def _examples(held_out: HeldOut) -> Iterator[str]:
    if held_out.accuracy is not None:
        yield gettext(
            "Diuji dengan %(examples)s contoh yang belum pernah dilihatnya, model memilih tema yang sama "
            "dengan orang pada %(right)s dari 100 contoh.",
            examples=number(held_out.examples),
            right=percent(held_out.accuracy),
        )
    if held_out.coverage is not None:
        yield gettext(
            "Pada contoh itu model berani memberi tema kepada %(covered)s dari 100; sisanya dibiarkan tanpa tema.",
            covered=percent(held_out.coverage),
        )
    if held_out.sure:
        said, _, right = held_out.sure[-1]
        yield gettext(
            "Dari 100 contoh yang disebut yakin %(said)s%%, %(right)s benar.",
            said=percent(said),
            right=percent(right),
        )


def _learned(quality: Quality) -> Iterator[str]:
    if quality.labels:
        yield gettext(
            "Proses ini belajar dari %(labels)s masukan yang ditempatkan orang.",
            labels=number(quality.labels),
        )
    if quality.out_of_fold:
        yield gettext(
            "%(own)s masukan juga dipakai sebagai contoh belajar. Masukan itu tidak pernah dinilai dengan "
            "contohnya sendiri: temanya ditentukan oleh model yang belum pernah melihatnya.",
            own=number(quality.out_of_fold),
        )


def lesson_sentence(lesson: Lesson) -> str:
    """What changed with what was learned: the figures of two runs, whichever way they went."""
    before, now = percent(lesson.sure_before), percent(lesson.sure)
    figures = {
        "labels_before": number(lesson.labels_before),
        "labels": number(lesson.labels),
        "before": before,
        "now": now,
    }
    if lesson.sure > lesson.sure_before and before != now:
        told = gettext("Keyakinan rata-rata mesin naik dari %(before)s%% menjadi %(now)s%%", **figures)
    elif lesson.sure < lesson.sure_before and before != now:
        told = gettext("Keyakinan rata-rata mesin turun dari %(before)s%% menjadi %(now)s%%", **figures)
    else:
        told = gettext("Keyakinan rata-rata mesin tetap %(now)s%%", **figures)
    whole = gettext(
        "%(told)s: proses ini belajar dari %(labels)s koreksi, proses terdahulu dari %(labels_before)s. Masukan yang "
        "ditempatkan orang tidak pernah dinilai dengan jawabannya sendiri.",
        told=told,
        **figures,
    )
    return str(whole)


def run_json(run: ThemeRun, quality: Quality, different: dict[int, int]) -> dict[str, object]:
    """The run's settings, figures and themes; nobody's text, and no count of fewer than five people of a unit."""
    return {
        "run": run.id,
        "cycle": run.cycle.key,
        "purpose": run.purpose,
        "taxonomy": run.taxonomy,
        "themes_wanted": run.n_themes,
        "started": run.created_at.isoformat(),
        "finished": run.finished_at.isoformat() if run.finished_at else None,
        "quality": _figures(quality),
        "themes": [_theme(theme, different.get(theme.id, 0)) for theme in run.themes],
    }


def _figures(quality: Quality) -> dict[str, object]:
    people, held, units = quality.agreement, quality.held_out, quality.units
    return {
        "texts": quality.texts,
        "themed": quality.themed,
        "unclassified": quality.unclassified,
        "unclear": quality.unclear,
        "different": quality.different,
        "labels": quality.labels,
        "out_of_fold": quality.out_of_fold,
        "mean_confidence": quality.mean_confidence,
        "stability": quality.stability,
        "goes_on": quality.goes_on,
        "held_out": {
            "examples": held.examples,
            "accuracy": held.accuracy,
            "coverage": held.coverage,
            "calibration": [
                {"confidence": said, "count": count, "accuracy": right} for said, count, right in held.sure
            ],
        }
        if held
        else None,
        "people": {
            "two_people": _agreed(people.people),
            "machine_first": _agreed(people.machine_first),
            "machine_second": _agreed(people.machine_second),
        }
        if people
        else None,
        "small_units": {
            "kept": units.kept,
            "lost": units.lost,
            "waiting": units.waiting,
            "too_few": units.few,
        }
        if units
        else None,
    }


def _agreed(agreement: Agreement) -> dict[str, object]:
    return {"items": agreement.items, "agreed": agreement.agreed, "kappa": agreement.kappa}


def _theme(theme: Theme, different: int) -> dict[str, object]:
    return {
        "key": theme.theme_key,
        "name_id": theme.name_id,
        "name_en": theme.name_en,
        "asks_id": theme.asks_id,
        "asks_en": theme.asks_en,
        "terms": list(theme.terms),
        "contributions": theme.size,
        "different": different,
        "candidate": theme.candidate,
        "state": theme.state,
    }
