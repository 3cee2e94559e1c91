"""Taxonomies of the office: drafts, versions that never change, keys that keep their meaning."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Conflict, Invalid, NotFound
from core.jobs.models import Job
from plan.taxonomies import drafting, queries, services, trying
from plan.taxonomies.content import Content, ExampleEntry, ThemeEntry
from plan.taxonomies.drafting import Overtaken
from plan.taxonomies.enums import TrialState, Use
from plan.taxonomies.models import TaxonomyDraft, TaxonomyTrial, TaxonomyVersion
from plan.taxonomies_part import PERSONAL_DATA, RETENTION
from plan.theme_model import shipped_content
from rembuk.migrations.append_only import TAXONOMY, triggers_of
from surveys.enums import Purpose
from tests import factories
from tests.plan import factories_taxonomies as make

LOKET = ThemeEntry("loket", "Pelayanan di loket", "Counter service", "Antrean.", ("loket", "antre"))


def deeds(session: Session) -> list[tuple[str, dict[str, object]]]:
    wanted = select(AuditEvent).where(AuditEvent.object_kind == "taxonomy").order_by(AuditEvent.id)
    rows = session.scalars(wanted)
    return [(one.action, one.facts) for one in rows]


def test_a_copy_of_what_is_shipped_keeps_its_keys(session: Session) -> None:
    noise = make.published(session)
    made = services.create_taxonomy(
        session,
        name_id="Tema kami",
        name_en="",
        purpose=Use.ASPIRATION,
        source=shipped_content("asn"),
        actor_id=None,
    )
    told = queries.draft_of(session, made).told
    assert (told.themes, told.examples) == (shipped_content("asn").themes, shipped_content("asn").examples)
    assert (told.key, told.name_id, told.name_en) == (made.key, "Tema kami", "Tema kami")
    assert (made.draft is not None, noise.draft) == (True, None)
    assert deeds(session)[-1] == ("taxonomy.create", {"themes": 12})


@pytest.mark.database
def test_a_draft_becomes_the_next_version_for_good(session: Session) -> None:
    taxonomy = make.published(session)
    with pytest.raises(NotFound):
        queries.draft_of(session, taxonomy)
    services.start_draft(session, taxonomy, actor_id=None)
    with pytest.raises(Conflict):
        services.start_draft(session, taxonomy, actor_id=None)
    drafting.name_taxonomy(
        session,
        taxonomy,
        name_id="Nama baru",
        name_en="",
        seen=make.content().names_part,
        actor_id=None,
    )
    assert taxonomy.name_id == "Tema kantor"
    version = make.publish(session, taxonomy)
    assert (version.number, version.told.name_id, taxonomy.name_id) == (2, "Nama baru", "Nama baru")
    assert [one.number for one in taxonomy.versions] == [1, 2]
    first = queries.version_of(session, taxonomy, 1)
    assert first.told == replace(make.content(), key=taxonomy.key)
    assert first.digest == first.told.digest == version.digest
    assert deeds(session) == [
        ("taxonomy.create", {"themes": 2}),
        ("taxonomy.publish", {"version": 1, "themes": 2, "examples": 11}),
        ("taxonomy.draft", {}),
        ("taxonomy.edit", {"themes": 2, "examples": 11}),
        ("taxonomy.publish", {"version": 2, "themes": 2, "examples": 11}),
    ]


@pytest.mark.database
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE taxonomy_version SET content = '{}'",
        "UPDATE taxonomy_version SET number = 7",
        "UPDATE taxonomy_version SET digest = ''",
        "DELETE FROM taxonomy_version",
    ],
)
def test_the_database_refuses_to_change_a_published_version(session: Session, statement: str) -> None:
    make.published(session)
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(text(statement))
    session.execute(update(TaxonomyVersion).values(published_by=None))


@pytest.mark.database
def test_sabotage_without_its_triggers_a_version_could_be_changed(session: Session) -> None:
    make.published(session)
    connection = session.connection()
    table = "" if connection.dialect.name == "sqlite" else " ON taxonomy_version"
    for name in triggers_of(connection, TAXONOMY):
        connection.exec_driver_sql(f"DROP TRIGGER {name}{table}")
    session.execute(text("UPDATE taxonomy_version SET number = 7"))
    assert session.scalar(select(TaxonomyVersion.number)) == 7


def test_what_is_not_ready_is_not_published(session: Session) -> None:
    taxonomy = make.drafted(session)
    drafting.add_theme(session, taxonomy, name_id="Kosong", name_en="", description="", actor_id=None)
    with pytest.raises(Invalid), session.begin_nested():
        make.publish(session, taxonomy)
    assert queries.draft_of(session, taxonomy).told.themes[-1].name_id == "Kosong"
    draft = queries.draft_of(session, taxonomy)
    with pytest.raises(Conflict):
        services.publish_draft(session, taxonomy, seen=draft.revision - 1, actor_id=None)
    services.archive_taxonomy(session, taxonomy, archived=True, actor_id=None)
    with pytest.raises(Invalid):
        make.publish(session, taxonomy)


def test_editors_of_different_themes_do_not_hinder_each_other(session: Session) -> None:
    taxonomy = make.drafted(session)
    shown = queries.draft_of(session, taxonomy).told
    digital = replace(shown.theme("digital"), description="Lain.")
    make.write(session, taxonomy, LOKET, "Baru", seen=shown.part("loket"))
    make.write(session, taxonomy, digital, "Dua", seen=shown.part("digital"))
    told = queries.draft_of(session, taxonomy).told
    assert told.themes == (LOKET, digital)
    assert [one.text for one in told.examples] == ["Baru", "Dua", "Terima kasih"]
    assert queries.draft_of(session, taxonomy).revision == 3


def test_of_two_editors_of_a_theme_the_second_is_told(session: Session) -> None:
    taxonomy = make.drafted(session)
    shown = queries.draft_of(session, taxonomy).told
    make.write(session, taxonomy, LOKET, "Pertama", seen=shown.part("loket"))
    with pytest.raises(Overtaken):
        make.write(session, taxonomy, LOKET, "Kedua", seen=shown.part("loket"))
    with pytest.raises(Overtaken):
        drafting.remove_theme(session, taxonomy, key="loket", seen=shown.part("loket"), actor_id=None)
    with pytest.raises(Overtaken):
        drafting.name_taxonomy(session, taxonomy, name_id="X", name_en="", seen="", actor_id=None)
    now = queries.draft_of(session, taxonomy).told
    assert [one.text for one in now.examples_of("loket")] == ["Pertama"]
    drafting.remove_theme(session, taxonomy, key="loket", seen=now.part("loket"), actor_id=None)
    with pytest.raises(NotFound):
        make.write(session, taxonomy, LOKET, "Kedua", seen=now.part("loket"))


def test_a_key_is_never_given_to_another_theme(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    taxonomy = make.drafted(session)
    ends = iter(["aaaaaa", "aaaaaa", "bbbbbb", "bbbbbb", "cccccc"])
    monkeypatch.setattr("plan.taxonomies.drafting.secrets.token_hex", lambda _bytes: next(ends))

    def add() -> str:
        return drafting.add_theme(
            session, taxonomy, name_id="Arsip", name_en="", description="Arsip.", actor_id=None
        ).key

    assert (add(), add()) == ("arsip-aaaaaa", "arsip-bbbbbb")
    told = queries.draft_of(session, taxonomy).told
    renamed = replace(told.theme("arsip-bbbbbb"), name_id="Naskah", name_en="Records")
    make.write(session, taxonomy, renamed)
    make.publish(session, taxonomy)
    services.start_draft(session, taxonomy, actor_id=None)
    for key in ("arsip-aaaaaa", "arsip-bbbbbb"):
        seen = queries.draft_of(session, taxonomy).told.part(key)
        drafting.remove_theme(session, taxonomy, key=key, seen=seen, actor_id=None)
    make.publish(session, taxonomy)
    services.start_draft(session, taxonomy, actor_id=None)
    assert add() == "arsip-cccccc"


def imported(session: Session, name: str, key: str = "loket") -> Content:
    """A taxonomy of version 1, and a file in the place of its next draft."""
    taxonomy = make.published(session)
    services.start_draft(session, taxonomy, actor_id=None)
    theme = ThemeEntry(key, name, name, "Dari berkas.")
    other = ThemeEntry("lain", "Lain", "Else", "Juga.")
    file = Content("berkas", "Dari berkas", "From a file", (theme, other), (ExampleEntry("Satu", key),))
    drafting.take_over(session, taxonomy, content=file, seen=1, actor_id=None)
    assert deeds(session)[-1] == ("taxonomy.import", {"themes": 2, "examples": 1})
    told = queries.draft_of(session, taxonomy).told
    assert told == replace(file, key=taxonomy.key)
    with pytest.raises(Overtaken):
        drafting.take_over(session, taxonomy, content=file, seen=1, actor_id=None)
    return told


def test_a_file_takes_the_place_of_the_draft(session: Session) -> None:
    imported(session, "pelayanan di LOKET")
    imported(session, "Sesuatu yang baru", key="baru-lagi")


def test_a_file_may_not_give_a_known_key_another_meaning(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        imported(session, "Kearsipan")
    assert refused.value.params == {"key": "loket", "name": "Kearsipan"}


def test_runs_are_offered_what_is_published_fits_and_is_in_use(session: Session) -> None:
    both = make.published(session, make.content("A"))
    services.start_draft(session, both, actor_id=None)
    make.publish(session, both)
    make.published(session, make.content("B"), purpose=Use.FEEDBACK)
    mine = make.published(session, make.content("C"), purpose=Use.ASPIRATION)
    make.drafted(session, make.content("D"))
    old = make.published(session, make.content("E"))
    services.archive_taxonomy(session, old, archived=True, actor_id=None)
    with pytest.raises(Conflict):
        services.archive_taxonomy(session, old, archived=True, actor_id=None)
    found = queries.newest_in_use(session)
    assert [(one.taxonomy.name_id, one.number) for one in found] == [("A", 2), ("B", 1), ("C", 1)]
    assert queries.require_version(session, both.key, Purpose.FEEDBACK).number == 2
    assert queries.require_version(session, mine.key, Purpose.ASPIRATION).taxonomy_id == mine.id
    for key, reason in (
        (mine.key, "Daftar tema itu bukan untuk masukan ini. Pilih daftar lain."),
        (old.key, "Pilih cara menemukan tema."),
        ("skm", "Pilih cara menemukan tema."),
    ):
        with pytest.raises(Invalid) as refused:
            queries.require_version(session, key, Purpose.FEEDBACK)
        assert refused.value.message == reason
    services.archive_taxonomy(session, old, archived=False, actor_id=None)
    assert [one.taxonomy.name_id for one in queries.newest_in_use(session)] == ["A", "B", "C", "E"]


def test_a_discarded_draft_leaves_the_versions(session: Session) -> None:
    taxonomy = make.published(session)
    services.start_draft(session, taxonomy, actor_id=None)
    with pytest.raises(Conflict):
        services.discard_draft(session, taxonomy, seen=9, actor_id=None)
    services.discard_draft(session, taxonomy, seen=1, actor_id=None)
    assert (session.scalars(select(TaxonomyDraft)).all(), len(taxonomy.versions)) == ([], 1)


def echo(content: Content, texts: object) -> list[trying.Found]:
    assert content.name_id == "Tema kantor"
    return [("loket", None, 0.75), (None, None, 0.0)]


@pytest.mark.database
def test_a_trial_is_read_by_a_job_that_carries_no_text(session: Session) -> None:
    taxonomy, actor, other = make.drafted(session), factories.account(session), factories.account(session)
    for account, words in ((other, ["Lain."]), (actor, ["Dulu."]), (actor, ["Antre lama.", "Halo."])):
        trying.start_trial(session, taxonomy, sentences=words, actor_id=account.id)
    trial = queries.trial_of(session, taxonomy, actor.id)
    assert trial is not None
    assert (trial.texts, trial.state, trial.found) == (["Antre lama.", "Halo."], TrialState.QUEUED, [])
    payloads = [job.payload for job in session.scalars(select(Job).where(Job.name == trying.TRY_TAXONOMY))]
    assert payloads[-1] == {"trial": trial.key}
    assert all(set(payload) == {"trial"} for payload in payloads)
    handle = trying.make_trial_handler(echo)
    for payload in payloads:
        if payload["trial"] in (trial.key, "weg") or session.get(TaxonomyTrial, payload["trial"]) is None:
            handle(session, payload)(session)
    session.expire_all()
    assert (trial.state, trial.found) == (TrialState.DONE, [["loket", None, 0.75], [None, None, 0.0]])
    untouched = queries.trial_of(session, taxonomy, other.id)
    assert untouched is not None
    assert (untouched.state, len(session.scalars(select(TaxonomyTrial)).all())) == (TrialState.QUEUED, 2)
    assert [action for action, _facts in deeds(session)] == ["taxonomy.create"]


def test_a_trial_that_the_analysis_refuses_says_so(session: Session) -> None:
    def refuse(_content: Content, _texts: object) -> list[trying.Found]:
        raise ValueError

    taxonomy, actor = make.drafted(session), factories.account(session)
    trying.start_trial(session, taxonomy, sentences=["Halo."], actor_id=actor.id)
    trial = queries.trial_of(session, taxonomy, actor.id)
    assert trial is not None
    trying.make_trial_handler(refuse)(session, {"trial": trial.key})(session)
    session.refresh(trial)
    assert (trial.state, trial.found) == (TrialState.FAILED, [])


@pytest.mark.parametrize(
    "pasted", [" \n ", "\n".join(map(str, range(21))), "x" * 1001], ids=["none", "many", "long"]
)
def test_a_trial_has_a_size(pasted: str) -> None:
    with pytest.raises(Invalid):
        trying.sentences_of(pasted)
    assert trying.sentences_of("\n".join(map(str, range(20))) + "\n\n") == [str(n) for n in range(20)]


def test_a_draft_that_cannot_be_published_cannot_be_tried(session: Session) -> None:
    taxonomy, actor = make.drafted(session, Content("k", "K", "K")), factories.account(session)
    with pytest.raises(Invalid):
        trying.start_trial(session, taxonomy, sentences=["Halo."], actor_id=actor.id)


def test_nothing_of_a_trial_is_kept(session: Session) -> None:
    taxonomy, actor, other = make.published(session), factories.account(session), factories.account(session)
    now = datetime(2027, 3, 5, 12, tzinfo=UTC)

    def tried(by: int, hours: int) -> None:
        services.start_draft(session, taxonomy, actor_id=None)
        trying.start_trial(session, taxonomy, sentences=["Rahasia."], actor_id=by)
        session.execute(update(TaxonomyTrial).values(created_at=now - timedelta(hours=hours)))

    kept = {one.key: one for one in RETENTION}["taxonomy_trials"]
    assert kept.purge is not None
    tried(actor.id, 25)
    assert (kept.days, kept.purge(session, now - timedelta(days=1))) == (1, 1)
    services.discard_draft(session, taxonomy, seen=1, actor_id=None)
    tried(actor.id, 23)
    assert kept.purge(session, now - timedelta(days=1)) == 0
    services.discard_draft(session, taxonomy, seen=1, actor_id=None)
    assert session.scalars(select(TaxonomyTrial)).all() == []
    tried(actor.id, 1)
    trying.start_trial(session, taxonomy, sentences=["Lain."], actor_id=other.id)
    provider = {one.key: one for one in PERSONAL_DATA}["taxonomy_trials"]
    (collected,) = provider.collect(session, actor.id)  # type: ignore[misc]
    assert collected["texts"] == ["Rahasia."]
    provider.erase(session, actor.id)
    assert [one.created_by for one in session.scalars(select(TaxonomyTrial))] == [other.id]
    provider.merge(session, other.id, actor.id)
    assert session.scalars(select(TaxonomyTrial)).all() == []
