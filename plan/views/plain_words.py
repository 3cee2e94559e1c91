"""A line of the plan for somebody who reads only words: what, why, whose words, how much, when, with what result."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from core.development import DEVELOPMENT_KINDS
from core.errors import N_
from core.web.i18n import localized
from core.web.pages import number, plain_date, rupiah
from plan.enums import ITEM_STATE_LABELS, ItemState
from plan.indicators import read
from plan.item_models import Indicator, PlanItem
from plan.item_queries import NeedVoice
from plan.item_rules import QUOTES_FROM, STANDING_LABELS, STOPPED
from plan.needing.priority import Facts
from plan.views.need_words import reasons
from surveys.enums import Purpose

Brief = list[tuple[str, list[str]]]
# Who speaks: a form's name alone tells that to nobody who does not work here.
SPEAKERS = {
    Purpose.ASPIRATION: N_("Aspirasi pegawai dan peserta workshop"),
    Purpose.FEEDBACK: N_("Masukan warga tentang layanan"),
}


def brief(item: PlanItem, voices: Sequence[NeedVoice], facts: dict[int, Facts]) -> Brief:
    """Questions, each with an answer per need or indicator."""
    kind = DEVELOPMENT_KINDS[item.development_code]
    what = gettext(
        "%(title)s, yaitu %(kind)s untuk %(target)s, oleh %(organiser)s.",
        title=localized(item, "title"),
        kind=localized(kind, "name"),
        target=item.target,
        organiser=item.organiser,
    )
    money = gettext("Anggaran %(budget)s.", budget=rupiah(item.budget))
    return [
        (gettext("Apa?"), [what]),
        (gettext("Mengapa?"), _why(voices, facts)),
        (gettext("Dari kata-kata siapa?"), [_whose(voice) for voice in voices] or [_unlinked()]),
        (gettext("Berapa biayanya?"), [money]),
        (gettext("Kapan?"), [" ".join(_when(item))]),
        (
            gettext("Apa hasilnya?"),
            [result(i) for i in item.indicators] or [gettext("Belum ada yang diukur.")],
        ),
    ]


def _unlinked() -> str:
    return str(gettext("Butir ini belum dihubungkan dengan kebutuhan."))


def _why(voices: Sequence[NeedVoice], facts: dict[int, Facts]) -> list[str]:
    said = []
    for voice in voices:
        need = voice.need
        meets = gettext("Menjawab kebutuhan “%(need)s”.", need=localized(need, "title"))
        said.append(" ".join([meets, *reasons(need, facts[need.id])]))
    return said or [_unlinked()]


def _whose(voice: NeedVoice) -> str:
    purpose = gettext(SPEAKERS[Purpose(voice.need.purpose)])
    if voice.count is None:
        return str(
            gettext(
                "%(source)s: kurang dari %(few)s masukan, jadi jumlah dan kutipannya tidak ditampilkan.",
                source=purpose,
                few=QUOTES_FROM,
            )
        )
    words = ngettext(
        "%(source)s: %(count)s masukan.",
        "%(source)s: %(count)s masukan.",
        voice.count,
        source=purpose,
        count=number(voice.count),
    )
    if not voice.quotes:
        return str(words)
    return str(gettext("%(words)s Misalnya: “%(quote)s”", words=words, quote=voice.quotes[0]))


def _when(item: PlanItem) -> list[str]:
    said = [gettext("Jadwal: %(schedule)s.", schedule=item.schedule.rstrip("."))]
    if not item.steps:
        return said
    last = item.steps[-1]
    state = gettext(ITEM_STATE_LABELS[ItemState(last.state)])
    said.append(gettext("Sekarang: %(state)s, sejak %(date)s.", state=state, date=plain_date(last.on)))
    if last.reason and last.state in STOPPED:
        said.append(gettext("Alasannya: %(reason)s", reason=last.reason))
    elif last.reason:
        said.append(gettext("Keterangan: %(note)s", note=last.reason))
    return said


def result(indicator: Indicator) -> str:
    """What was measured of an indicator, in one sentence."""
    reading = read(indicator)
    figures = {
        "name": localized(indicator, "name"),
        "before": number(indicator.baseline),
        "target": number(indicator.target),
        "unit": indicator.measure_unit,
        "standing": gettext(STANDING_LABELS[reading.standing]),
    }
    if reading.latest is None:
        return str(gettext("%(name)s: %(before)s %(unit)s, target %(target)s. %(standing)s.", **figures))
    after = number(reading.latest.value)
    return str(
        gettext(
            "%(name)s: %(before)s menjadi %(after)s %(unit)s, target %(target)s. %(standing)s.",
            **figures,
            after=after,
        )
    )
