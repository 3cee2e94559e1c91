"""Vectors of texts are computed once, belong to their texts, and go with them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis import ThemeModel
from core.contributions import Contribution
from core.vectors import TextVector, forget_vectors
from plan import vectors
from plan.theming import make_handler
from surveys.enums import Purpose
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices
from tests.plan.factories_vectors import NORMALISE, CountingEncoder, bytes_of, kept, read

pytestmark = pytest.mark.database


@pytest.fixture
def voices() -> Voices:
    return Voices()


def wordings(*texts: str) -> list[str]:
    return sorted(NORMALISE(text).wording for text in texts)


def test_a_run_encodes_what_is_new_and_words_that_are_no_text(session: Session, voices: Voices) -> None:
    cycle, noise = make.deciding_cycle(session), make.deciding_cycle(session)
    first = voices.say(cycle, "[digital] excel", "[arsip] surat masuk")
    voices.say(noise, "[layanan] siklus lain")
    encoder = CountingEncoder()
    read(session, make.queued_run(session, cycle), voices, encoder)
    assert encoder.seen == sorted([*wordings("[digital] excel", "[arsip] surat masuk"), "kata"])
    assert kept(session) == dict(
        zip(first, map(bytes_of, ("[digital] excel", "[arsip] surat masuk")), strict=True)
    )

    (new,) = voices.say(cycle, "[layanan] loket")
    encoder.seen.clear()
    read(session, make.queued_run(session, cycle), voices, encoder)
    assert encoder.seen == sorted([*wordings("[layanan] loket"), "kata"])
    assert set(kept(session)) == {*first, new}


def test_another_cycle_and_purpose_keeps_its_vectors(session: Session, voices: Voices) -> None:
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    here = voices.say(cycle, "[digital] excel")
    said = voices.say(cycle, "[layanan] antre", purpose=Purpose.FEEDBACK)
    there = voices.say(other, "[arsip] surat")
    encoder = CountingEncoder()
    read(session, make.queued_run(session, cycle), voices, encoder)
    read(session, make.queued_run(session, cycle, purpose=Purpose.FEEDBACK), voices, encoder)
    read(session, make.queued_run(session, other), voices, encoder)
    assert set(kept(session)) == {*here, *said, *there}


def test_what_left_the_runs_is_swept(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    stays, hidden = voices.say(cycle, "[digital] excel", "[digital] disembunyikan")
    encoder = CountingEncoder()
    read(session, make.queued_run(session, cycle), voices, encoder)
    assert set(kept(session)) == {stays, hidden}
    voices.take_back(hidden)
    read(session, make.queued_run(session, cycle), voices, encoder)
    assert set(kept(session)) == {stays}


def test_a_changed_text_gets_its_own_vector(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    (ref,) = voices.say(cycle, "[digital] excel")
    encoder = CountingEncoder()
    read(session, make.queued_run(session, cycle), voices, encoder)
    voices.said = [(cycle.id, Contribution(ref, Purpose.ASPIRATION, "[digital] lainnya sekali"))]
    read(session, make.queued_run(session, cycle), voices, encoder)
    assert kept(session) == {ref: bytes_of("[digital] lainnya sekali")}


def test_of_what_was_taken_back_meanwhile_nothing_is_written(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    stays, goes = voices.say(cycle, "[digital] excel", "[digital] ditarik")
    encoder = CountingEncoder(before=lambda _count: voices.take_back(goes))
    read(session, make.queued_run(session, cycle), voices, encoder)
    assert set(kept(session)) == {stays}


def test_sabotage_a_vector_written_unasked_stays(
    session: Session, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = make.deciding_cycle(session)
    stays, goes = voices.say(cycle, "[digital] excel", "[digital] ditarik")
    texts = {stays: "[digital] excel", goes: "[digital] ditarik"}
    monkeypatch.setattr(vectors, "fetch_all", lambda _session, _sources, _refs: texts)
    encoder = CountingEncoder(before=lambda _count: voices.take_back(goes))
    read(session, make.queued_run(session, cycle), voices, encoder)
    assert set(kept(session)) == {stays, goes}


def test_vectors_go_by_the_keys_of_their_texts(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    one, two, three = voices.say(cycle, "[digital] a1", "[digital] b2", "[digital] c3")
    read(session, make.queued_run(session, cycle), voices, CountingEncoder())
    forget_vectors(session, [one.key, three.key, "tidak ada"])
    assert set(kept(session)) == {two}


def test_under_another_key_of_the_server_nothing_is_found_and_all_is_replaced(
    session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    (ref,) = voices.say(cycle, "[digital] excel")
    encoder = CountingEncoder()
    read(session, make.queued_run(session, cycle), voices, encoder)
    (digest,) = session.scalars(select(TextVector.digest))
    read(session, make.queued_run(session, cycle), voices, encoder, secret="another key")
    assert encoder.seen.count(NORMALISE("[digital] excel").wording) == 2
    (other,) = session.scalars(select(TextVector.digest))
    assert (len(digest), digest == other) == (32, False)


def test_the_model_itself_finds_its_vectors_again(session: Session, voices: Voices) -> None:
    """The keys are those that the analysis asks for."""
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "Mohon pelatihan Excel untuk staf", "Loket lambat sekali melayani warga")
    encoder = CountingEncoder()
    seen: list[list[str]] = []
    for _ in range(2):
        run = make.queued_run(session, cycle)
        session.commit()
        handler = make_handler(
            lambda: (voices.source,),
            lambda key, _own, **_stages: ThemeModel(key, encoders=(encoder,)),
            lambda: "key",
        )
        handler(session, {"run_id": run.id})(session)
        session.commit()
        seen.append([w for w in encoder.seen if w in wordings(*(c.text for _, c in voices.said))])
        encoder.seen.clear()
    assert seen == [wordings(*(c.text for _, c in voices.said)), []]
    assert set(kept(session)) == set(refs)
