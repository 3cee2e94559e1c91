"""From a code to the answer; the free texts as contributions."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.contributions import Contribution, ContributionRef, Tracked, TrackedAction
from surveys import authoring, contributions, mixer, publishing, store, tracking
from surveys.answer_models import Answer
from surveys.models import Survey
from tests import factories
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database
BODY: dict[str, object] = {"kebutuhan": "Pelatihan arsip", "jabatan": "pejabat", "nama_layanan": "KTP"}


def answered(session: Session, survey: Survey, body: dict[str, object]) -> str:
    person = factories.account(session)
    session.commit()
    return store.append(session, make.submission(survey, body, account_id=person.id), secret=SECRET).code


def ref(key: str, field: str) -> ContributionRef:
    return ContributionRef("survey_answer", key, field)


def actions(code: str) -> tuple[TrackedAction, ...]:
    ways = {"ubah": "Ubah jawaban", "tarik": "Tarik jawaban"}
    return tuple(TrackedAction(label, f"/lacak/{code}/{way}") for way, label in ways.items())


def test_an_answer_that_waits_is_found_without_its_texts(session: Session) -> None:
    survey = make.survey(session, questions=make.ALL_KINDS)
    code = answered(session, survey, BODY)
    answered(session, survey, {"kebutuhan": "lain"})
    found = tracking.find(session, code.lower().replace("-", " "))
    assert found == Tracked(survey.title_id, survey.title_en, waiting=True, actions=actions(code))


def test_a_mixed_answer_is_found_with_its_texts(session: Session) -> None:
    survey = make.survey(session, questions=make.ALL_KINDS, batch_size=2)
    code = answered(session, survey, BODY)
    answered(session, survey, {"kebutuhan": "lain"})
    mixer.mix(session, {})(session)
    session.commit()
    mine = session.scalars(select(Answer).where(Answer.receipt_hash == code_hash(code))).one()
    assert tracking.find(session, code) == Tracked(
        survey.title_id,
        survey.title_en,
        contributions=(ref(mine.key, "kebutuhan"), ref(mine.key, "nama_layanan")),
        actions=actions(code),
    )


@pytest.mark.parametrize("code", ["", "halo", "0000-0000-0000-0000"])
def test_an_unknown_code_finds_nothing(session: Session, code: str) -> None:
    answered(session, make.survey(session), BODY)
    assert tracking.find(session, code) is None


def test_contributions_of_a_cycle_are_its_final_free_texts(session: Session) -> None:
    cycle, unit = factories.cycle(session), factories.unit(session)
    survey = make.survey(session, cycle=cycle, questions=make.ALL_KINDS)
    form = make.feedback(session, cycle=cycle)
    elsewhere = make.feedback(session)
    session.commit()
    answered(session, survey, {"kebutuhan": "menunggu"})
    for one, body in (
        (form, {"nama_layanan": "KTP", "mendesak": "1"}),
        (form, {"mendesak": "2"}),
        (elsewhere, {"nama_layanan": "noise"}),
    ):
        store.append(session, make.submission(one, dict(body), unit=unit), secret=SECRET)
    store.finalise(session, survey, [store.FinalRow(make.version_of(survey).id, BODY)])
    session.commit()
    keys = {row.survey_id: row.key for row in session.scalars(select(Answer)) if len(row.body) > 1}
    expected = [
        Contribution(ref(keys[survey.id], "kebutuhan"), "aspiration", "Pelatihan arsip", None),
        Contribution(ref(keys[survey.id], "nama_layanan"), "aspiration", "KTP", None),
        Contribution(ref(keys[form.id], "nama_layanan"), "feedback", "KTP", unit.id),
    ]
    found = list(contributions.of_cycle(session, cycle.id))
    assert sorted(found, key=lambda c: c.ref) == sorted(expected, key=lambda c: c.ref)
    asked = [expected[2].ref, ref("gone", "x"), expected[0].ref, ref(keys[form.id], "mendesak")]
    assert contributions.fetch(session, asked) == [expected[2], expected[0]]
    foreign = ContributionRef("forum_post", expected[0].ref.key, "kebutuhan")
    assert contributions.fetch(session, [foreign]) == []


def test_texts_of_an_older_version_stay_contributions(session: Session) -> None:
    survey = make.survey(session)
    first = make.version_of(survey)
    session.commit()
    store.finalise(session, survey, [store.FinalRow(first.id, {"kebutuhan": "lama"})])
    authoring.delete_question(session, survey.questions[0], actor_id=None)
    publishing.publish_survey(session, survey, today=make.TODAY, actor_id=None)
    session.commit()
    found = [c.text for c in contributions.of_cycle(session, survey.cycle_id)]
    assert found == ["lama"]
