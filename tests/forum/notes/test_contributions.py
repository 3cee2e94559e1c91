"""A sentence said at a table is found by its code, grouped, made a need, and its trail told."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.contributions import ContributionRef, Tracked
from core.policy import Role
from forum.notes import services
from forum.notes.contributions import SOURCE
from forum.notes.enums import NoteKind
from plan import themes
from plan.enums import ItemState
from plan.findings import Findings, FoundAssignment, FoundTheme
from plan.models import Theme, ThemeAssignment
from plan.runs import finish_run
from plan.theming import gather
from tests import factories
from tests.forum import factories as make
from tests.forum.notes.make import code_of_note, noted
from tests.page import Browser
from tests.plan import factories_items, factories_themes


def ref(key: str) -> ContributionRef:
    return ContributionRef("workshop_note", key, "text")


@pytest.mark.database
def test_voices_of_the_cycle_are_contributions_and_nothing_else(session: Session) -> None:
    cycle = factories.cycle(session)
    workshop, other = make.workshop(session, cycle=cycle), make.workshop(session)
    one, two, gone = noted(session, workshop, "Satu.", "Dua.", "Hilang.")
    noted(session, workshop, "Putus.", kind=NoteKind.DECISION, label="Pleno")
    noted(session, workshop, "Lanjut.", kind=NoteKind.FOLLOW_UP, label="Pleno")
    noted(session, other, "Siklus lain.")
    services.withdraw_note(session, gone, reason="Sebab.", actor_id=None)
    found = {c.ref: (c.purpose, c.text, c.unit_id) for c in SOURCE.of_cycle(session, cycle.id)}
    assert found == {
        ref(one.key): ("aspiration", "Satu.", None),
        ref(two.key): ("aspiration", "Dua.", None),
    }
    asked = [
        ref(two.key),
        ref(gone.key),
        ref("tidak ada"),
        ref(one.key),
        ContributionRef("lain", one.key, "text"),
    ]
    assert [c.text for c in SOURCE.fetch(session, asked)] == ["Dua.", "Satu."]


def test_what_a_code_opens(session: Session) -> None:
    workshop = make.workshop(session)
    plain, changed, gone = noted(session, workshop, "Satu.", "Dua.", "Tiga.")
    (decision,) = noted(session, workshop, "Putus.", kind=NoteKind.DECISION, label="Pleno")
    services.change_note(
        session,
        changed,
        text="Dua baru.",
        kind=NoteKind.VOICE,
        group_label="Meja 1",
        before="Dua.",
        actor_id=None,
    )
    services.withdraw_note(session, gone, reason="Tercatat dua kali.", actor_id=None)

    def opened(note: object) -> Tracked:
        found = SOURCE.track(session, f" {code_of_note(note).lower()} ")  # type: ignore[arg-type]
        assert found is not None
        assert (found.title_id, found.title_en) == (workshop.title_id, workshop.title_en)
        return found

    assert (opened(plain).contributions, opened(plain).notices) == ((ref(plain.key),), ())
    assert opened(changed).contributions == (ref(changed.key),)
    assert [n.title for n in opened(changed).notices] == ["Kalimat ini diperbaiki fasilitator"]
    assert opened(gone).contributions == ()
    assert [n.said for n in opened(gone).notices] == ["Tercatat dua kali."]
    assert opened(decision).contributions == ()
    assert [n.said for n in opened(decision).notices] == ["Putus."]
    assert SOURCE.track(session, "0000-0000-0000-0000") is None
    assert SOURCE.track(session, "bukan kode") is None


def test_the_whole_way_from_a_note_to_its_trail(
    session: Session, browser: Browser, account_of: Callable[[Role], Account]
) -> None:
    cycle = factories_items.open_cycle(session)
    workshop = make.workshop(session, cycle=cycle)
    note, other = noted(session, workshop, "Kami perlu pelatihan arsip digital.", "Loket buka lebih pagi.")
    code = code_of_note(note)
    session.commit()
    page = browser.get(f"/lacak/{code}")
    assert "Menunggu dikelompokkan" in page.text

    run = factories_themes.queued_run(session, cycle)
    said = gather(session, (SOURCE,), cycle_id=cycle.id, purpose="aspiration")
    assert sorted(c.text for c in said) == sorted([note.text, other.text])
    findings = Findings(
        themes=(FoundTheme("digital", "Literasi digital", "Digital skills", ("arsip",), 1),),
        assignments=tuple(
            FoundAssignment(c.ref, "digital" if c.ref.key == note.key else None, None, 0.9, False)
            for c in said
        ),
    )
    finish_run(session, run.id, findings)
    theme = session.scalars(select(Theme).where(Theme.run_id == run.id)).one()
    need = themes.accept_theme(
        session, theme, title_id="Pelatihan arsip digital", title_en="Archive training", actor_id=None
    )
    factories_items.item(session, cycle, state=ItemState.PROPOSED, needs=(need,))
    session.commit()
    assert session.scalars(select(ThemeAssignment.contribution_kind)).all() == ["workshop_note"] * 2
    page = browser.get(f"/lacak/{code}")
    assert note.text in page.text
    kinds = page.texts(".trail .kicker")
    assert kinds == [
        "Penerimaan",
        "Tema",
        "Keputusan",
        "Kebutuhan",
        "Butir rencana",
        "Perjalanan di tingkat kota",
    ]
    assert workshop.title_id in page.text
    assert "Belum terklasifikasi" in browser.get(f"/lacak/{code_of_note(other)}").text

    services.withdraw_note(session, note, reason="Diminta penyampainya.", actor_id=None)
    session.commit()
    page = browser.get(f"/lacak/{code}")
    assert "Diminta penyampainya." in page.text
    assert "pelatihan arsip digital." not in page.text
