"""The staff pages of Keputusan, and what the pages of a theme ask before a decision."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.policy import Role
from plan.replies.models import Reply, ReplyContribution
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.test_needs import plan_item

BrowserOf = Callable[[Role], Browser]
HERE = "/kelola/keputusan"
WRITE = f"{HERE}/tulis"
WRITTEN = {"kind": "not_feasible", "reason": "Gedung baru belum dianggarkan."}


def told(session: Session) -> list[tuple[str, str, str, set[str]]]:
    """Each reply with the keys of its contributions."""
    session.expire_all()
    return [
        (
            reply.kind,
            reply.reason,
            reply.addressee,
            set(
                session.scalars(
                    select(ReplyContribution.contribution_key).where(ReplyContribution.reply_id == reply.id)
                )
            ),
        )
        for reply in session.scalars(select(Reply).order_by(Reply.id))
    ]


@pytest.mark.database
def test_a_planner_answers_several_at_once(
    browser_of: BrowserOf, account_of: Callable[[Role], Account], session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[] gedung baru", "[] gedung lama", "[] parkir", "[digital] excel")
    run = make.done_run(session, cycle, voices)
    make.accepted(session, run, "digital")
    plan_item(session, cycle, needs=[], title="Tidak diminta siapa pun")
    session.commit()
    browser = browser_of(Role.PLANNER)
    page = browser.get(HERE)
    assert page.texts(".stat b") == ["25%", "3", "0", "1"]
    assert page.texts(".os label") == ["[] gedung baru", "[] gedung lama", "[] parkir"]
    assert "Tidak diminta siapa pun" in page.text
    picks = [f"said:{ref.key}:isi" for ref in refs[:2]]
    assert [box.get("value") for box in page.all("input[name=pilih]")][:2] == picks

    form = {"pilih": picks, "cycle": cycle.key}
    first = browser.post(WRITE, form, form_at=HERE, status=200)
    assert first.texts("blockquote") == ["[] gedung baru", "[] gedung lama"]
    assert first.all(".note.bad") == []
    empty = browser.post(WRITE, {**form, "step": "periksa"}, form_at=HERE, status=200)
    assert [a.get("href") for a in empty.all(".note.bad a")] == ["#kind", "#reason"]
    forwarded = {**form, "step": "periksa", **WRITTEN, "kind": "forwarded"}
    nameless = browser.post(WRITE, forwarded, form_at=HERE, status=200)
    assert [a.get("href") for a in nameless.all(".note.bad a")] == ["#addressee"]
    sure = browser.post(WRITE, {**form, **WRITTEN, "step": "periksa"}, form_at=HERE, status=200)
    assert sure.texts("h1") == ["Simpan keputusan ini?"]
    assert "Gedung baru belum dianggarkan." in sure.text
    assert [reply[0] for reply in told(session)] == ["accepted"]

    buttons = [(b.get("name"), b.get("value")) for b in sure.all("main form button")]
    assert buttons == [("step", "simpan"), ("step", "")]
    assert sure.all("main form input[name=step]") == []
    again = browser.post(WRITE, {**form, **WRITTEN, "step": ""}, form_at=HERE, status=200)
    assert again.texts("h1") == ["Tulis keputusan"]
    assert (again.one("textarea").text or "").strip() == WRITTEN["reason"]

    saved = browser.post(WRITE, {**form, **WRITTEN, "step": "simpan"}, form_at=HERE)
    assert saved.headers["Location"] == f"{HERE}?siklus={cycle.key}"
    assert told(session)[1:] == [("not_feasible", WRITTEN["reason"], "", {refs[0].key, refs[1].key})]
    assert (
        session.scalars(select(Reply.decided_by).order_by(Reply.id)).all()[1] == account_of(Role.PLANNER).id
    )
    after = browser.get(HERE)
    assert after.texts(".stat b")[:2] == ["75%", "1"]
    assert after.texts(".os label") == ["[] parkir"]


def test_nothing_ticked_and_nonsense_change_nothing(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    (ref,) = voices.say(cycle, "[] a")
    make.done_run(session, cycle, voices)
    browser = browser_of(Role.PLANNER)
    form = {"cycle": cycle.key, **WRITTEN, "step": "simpan"}
    assert browser.post(WRITE, form, form_at=HERE).headers["Location"] == f"{HERE}?siklus={cycle.key}"
    browser.post(WRITE, {**form, "pilih": ["said"]}, form_at=HERE, status=404)
    foreign = browser.post(WRITE, {**form, "pilih": ["said:lain:isi"]}, form_at=HERE, status=200)
    assert "tidak ada di siklus ini" in foreign.texts(".note.bad li")[0]
    browser.post(WRITE, {**form, "cycle": "lain", "pilih": [f"said:{ref.key}:isi"]}, form_at=HERE, status=404)
    assert told(session) == []


def test_others_read_and_a_closed_phase_says_so(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[] a", "[] b")
    make.done_run(session, cycle, voices)
    voices.take_back(refs[1])
    facilitator = browser_of(Role.FACILITATOR).get(HERE)
    assert facilitator.all("input[name=pilih]") == []
    assert "Masukan ini sudah ditarik oleh pengirimnya." in facilitator.text
    cycles.move_to_phase(session, cycle, phase=Phase.CARRY_OUT, actor_id=None)
    session.commit()
    page = browser_of(Role.PLANNER).get(HERE)
    assert page.all("input[name=pilih]") == []
    assert "belum membuka keputusan" in page.text


def test_a_filter_by_kind_and_an_empty_cycle(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    browser = browser_of(Role.PLANNER)
    assert "Belum ada siklus perencanaan" in browser.get(HERE).text
    cycle = make.deciding_cycle(session)
    session.commit()
    assert "Jalankan tema lebih dahulu" in browser.get(HERE).text
    voices.say(cycle, *(f"[] {n}" for n in range(27)))
    make.done_run(session, cycle, voices)
    page = browser.get(f"{HERE}?jenis=said")
    assert len(page.all("input[name=pilih]")) == 25
    assert page.one("a[rel=next]").get("href") == f"{HERE}?halaman=2&siklus={cycle.key}&jenis=said"
    assert len(browser.get(f"{HERE}?halaman=2").all("input[name=pilih]")) == 2
    assert browser.get(f"{HERE}?jenis=lain").all("input[name=pilih]") == []


def test_the_page_of_a_theme_asks_for_the_reply_and_shows_the_history(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
    run = make.done_run(session, cycle, voices)
    browser, at = browser_of(Role.PLANNER), f"/kelola/tema/{run.id}"
    missing = browser.post(f"{at}/layanan/tolak", {"reason": "Terlalu mahal."}, status=200)
    assert [a.get("href") for a in missing.all(".note.bad a")] == ["#kind"]
    browser.post(
        f"{at}/layanan/tolak", {"kind": "forwarded", "reason": "Wewenang kota.", "addressee": "BKPPD"}
    )
    accepting = {"title_id": "Melek digital", "title_en": "", "reason": "Kami setuju dan menyusunnya."}
    browser.post(f"{at}/digital/terima", accepting, form_at=f"{at}/digital")
    merging = {"into": theme_of(run, "digital").key, "reason": ""}
    browser.post(f"{at}/arsip/gabung", merging, form_at=f"{at}/arsip")
    merged = "Isinya sejalan dengan “Melek digital”, jadi dibahas dan diputuskan bersama."
    assert [reply[:3] for reply in told(session)] == [
        ("forwarded", "Wewenang kota.", "BKPPD"),
        ("accepted", "Kami setuju dan menyusunnya.", ""),
        ("merged", merged, ""),
    ]
    browser.post(f"{at}/layanan/tarik")
    page = browser.get(f"{at}/layanan")
    assert "Wewenang kota." in page.text
    assert page.texts(".card .pill.warn") == ["ditarik"]


def test_the_trace_names_the_reply(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    (ref,) = voices.say(cycle, "[digital] a")
    make.accepted(session, make.done_run(session, cycle, voices), "digital", title="Melek digital")
    page = browser_of(Role.PLANNER).get(f"/kelola/jejak/{ref.kind}/{ref.key}/{ref.field}")
    assert "Diterima: Masukan ini menjadi dasar kebutuhan “Melek digital”" in page.text


def test_all_on_a_page_are_ticked_by_one_link(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[] b", "[arsip] c")
    make.done_run(session, cycle, voices)
    browser = browser_of(Role.PLANNER)
    page = browser.get("/kelola/keputusan")
    assert (len(page.all("input[name=pilih]")), len(page.all("input[name=pilih][checked]"))) == (3, 0)
    link = page.one("fieldset p a").get("href")
    page = browser.get(str(link))
    assert len(page.all("input[name=pilih][checked]")) == 3
    assert page.texts("fieldset p a") == ["Kosongkan pilihan"]
