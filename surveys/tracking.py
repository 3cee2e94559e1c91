"""From a tracking code to the answer it belongs to, what its holder may do with it, and no further."""

from sqlalchemy.orm import Session

from core.codes import CODE_LENGTH, normalise
from core.contributions import ContributionRef, ContributionSource, Tracked, TrackedAction, TrackedNotice
from core.errors import N_
from surveys.contributions import KIND, fetch, gone, of_cycle, refs_of
from surveys.enums import Act, SurveyState
from surveys.held import Held, held_by
from surveys.models import SurveyVersion

_WITHDRAWN = TrackedNotice(
    N_("Anda sudah menarik jawaban ini"),
    note=N_("Tulisannya sudah dihapus dan tidak dapat dikembalikan."),
)
_CHANGED = TrackedNotice(
    N_("Perubahan jawaban Anda sudah diterima"),
    note=N_(
        "Tulisan yang Anda ganti sudah dihapus. Jawaban yang baru masuk hitungan bersama jawaban lain,"
        " supaya tidak ada yang dapat menebak siapa yang mengubahnya."
    ),
)
_SET_ASIDE = TrackedNotice(
    N_("Kiriman Anda menunggu pemeriksaan"),
    note=N_(
        "Kami menerimanya, tetapi ada tanda bahwa kiriman ini dikirim otomatis. Petugas membacanya lebih dahulu; sesudah"
        " itu ikut dihitung dan jejaknya tampil di sini."
    ),
)
_DISCARDED = TrackedNotice(
    N_("Kiriman ini tidak dimasukkan"),
    note=N_(
        "Petugas menilainya sebagai kiriman otomatis, dan isinya sudah dihapus. Bila Anda memang menulisnya, sampaikan"
        " sekali lagi lewat formulir yang sama."
    ),
)


def find(session: Session, code: str) -> Tracked | None:
    """The answer behind a code, however it was typed; None when there is none."""
    held = held_by(session, code)
    if held is None:
        return None
    titles = (held.survey.title_id, held.survey.title_en)
    if held.withdrawn:
        return Tracked(*titles, notices=(_WITHDRAWN,))
    if held.discarded:
        return Tracked(*titles, notices=(_DISCARDED,))
    if held.suspect is not None:
        return Tracked(*titles, notices=(_SET_ASIDE,), actions=_actions(held, grouped(code)))
    refs: tuple[ContributionRef, ...] = ()
    if held.answer is not None:
        version = session.get_one(SurveyVersion, held.answer.version_id)
        refs = refs_of(held.answer.key, version, held.answer.body)
    edited = held.waiting is not None and held.waiting.act == Act.EDIT
    return Tracked(
        *titles,
        waiting=held.answer is None,
        contributions=refs,
        notices=(_CHANGED,) if edited else (),
        actions=_actions(held, grouped(code)),
    )


def grouped(code: str) -> str:
    """A code as it stands in addresses: groups of four, however it was typed."""
    letters = normalise(code) or ""
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def _actions(held: Held, code: str) -> tuple[TrackedAction, ...]:
    """A survey that is over takes no changes, but an answer can be taken back for ever."""
    change = TrackedAction(N_("Ubah jawaban"), f"/lacak/{code}/ubah")
    withdrawal = TrackedAction(N_("Tarik jawaban"), f"/lacak/{code}/tarik")
    return (change, withdrawal) if held.survey.state == SurveyState.OPEN else (withdrawal,)


SOURCE = ContributionSource(kind=KIND, of_cycle=of_cycle, fetch=fetch, track=find, gone=gone)
