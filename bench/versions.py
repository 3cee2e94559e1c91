"""How long publishing a version that recodes holds the survey, and what its results cost. One JSON line per engine."""

import time
from collections.abc import Callable

from bench.answers import application, tell
from core.db import db, writing
from surveys import publishing
from surveys.counting import FinalRow
from surveys.definition import QuestionDef
from surveys.results import results_of
from surveys.store import finalise
from surveys.versions import Decision
from tests.surveys import factories_surveys as make

ANSWERS = 5000
VALUES = ("1", "2", "3", "4")
QUESTIONS = tuple(
    QuestionDef(f"q{n}", "scale", f"Soal {n}?", config=make.options(*VALUES)) for n in range(10)
)
MERGED = Decision(recode={"4": "3"})


def main() -> None:
    for engine in ("sqlite", "postgresql"):
        with application(engine), writing():
            publish_a_recoding(engine)


def publish_a_recoding(engine: str) -> None:
    session = db.session()
    survey = make.feedback(session, questions=QUESTIONS)
    version = make.version_of(survey).id
    bodies = [{one.name: VALUES[n % 4] for one in QUESTIONS} for n in range(ANSWERS)]
    finalise(session, survey, [FinalRow(version, body) for body in bodies])
    session.commit()
    before = seconds(lambda: results_of(session, survey))
    for question in survey.questions:
        question.config = make.options(*VALUES[:3])
    session.commit()
    said = {one.name: MERGED for one in QUESTIONS}

    def publish() -> None:
        publishing.publish_survey(session, survey, today=make.TODAY, actor_id=None, decisions=said)
        session.commit()

    held = seconds(publish)
    session.expire_all()
    after = seconds(lambda: results_of(session, survey))
    shown = {o.option.value: o.count for o in results_of(session, survey).questions[0].options}
    assert shown == {"1": 1250, "2": 1250, "3": 2500}
    ms = {"publish": held, "results_before": before, "results_after": after}
    tell(
        f"versions/{engine}", answers=ANSWERS, **{f"{name}_ms": round(1000 * s, 1) for name, s in ms.items()}
    )


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
