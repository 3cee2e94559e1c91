"""News for those who asked: what they may follow, that nothing is stored before they confirm, each thing told once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef, Tracked
from core.cycles.models import Cycle
from core.errors import NotFound
from core.mail.models import Mail
from plan import items, themes
from plan.enums import ItemState
from plan.following import services
from plan.following.enums import TopicKind
from plan.following.models import Follower, FollowerTold
from plan.following.news import events_of
from plan.following.services import Asked, confirm
from plan.following.telling import due_news, tell
from plan.following.topics import Topic, topic_for
from plan.models import ThemeRun
from plan.replies.enums import ReplyKind
from plan.views.news_job import tell_news
from tests.page import Browser
from tests.plan import factories_items
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of

DAY = date(2026, 11, 27)
SECRET = "a key for tests only"  # noqa: S105
ADDRESS = "ina@contoh.go.id"


@pytest.fixture
def cycle(session: Session) -> Cycle:
    cycle = factories_items.open_cycle(session)
    cycle.current = True
    return cycle


def say(voices: Voices, cycle: Cycle, theme: str, number: int) -> list[ContributionRef]:
    return voices.say(cycle, *(f"[{theme}] {n}" for n in range(number)))


def followed(session: Session) -> list[tuple[str, str]]:
    session.expire_all()
    rows = session.scalars(select(Follower).order_by(Follower.topic_kind, Follower.topic_key))
    return [(row.topic_kind, row.topic_key) for row in rows]


def start(session: Session, topic: Topic | None, address: str = ADDRESS, day: date = DAY) -> None:
    assert topic is not None
    confirm(session, Asked(address, topic, "id"), today=day, secret=SECRET)
    session.commit()


@pytest.mark.database
def test_what_may_be_followed(session: Session, cycle: Cycle) -> None:
    voices = Voices()
    many, few = say(voices, cycle, "digital", 5), say(voices, cycle, "arsip", 4)
    two = voices.say(cycle, "[digital] x", "[arsip] y", key="satu")
    same = voices.say(cycle, "[digital] x", "[digital] y", key="dua")
    lost = voices.say(cycle, "[] tanpa tema")
    run = make.done_run(session, cycle, voices)
    whole = (TopicKind.CYCLE, cycle.key)
    theme = (TopicKind.THEME, "aspiration/digital")

    def of(refs: list[ContributionRef]) -> tuple[str, str] | None:
        topic = topic_for(session, refs)
        return (topic.kind, topic.key) if topic else None

    assert [of(refs) for refs in (many[:1], two, same, lost)] == [theme, whole, theme, whole]
    assert of(few[:1]) == (TopicKind.THEME, "aspiration/arsip")  # the fifth is one of two texts of another
    need = make.accepted(session, run, "digital")
    assert of(many[:1]) == (TopicKind.NEED, need.key)
    assert of([ContributionRef("said", "baru", "isi")]) == whole


def test_too_little_is_not_followed_alone(session: Session, cycle: Cycle) -> None:
    voices = Voices()
    refs = say(voices, cycle, "digital", 4)
    make.done_run(session, cycle, voices)
    assert topic_for(session, refs[:1]) is None
    say(voices, cycle, "arsip", 1)
    make.done_run(session, cycle, voices)
    topic = topic_for(session, refs[:1])
    assert topic is not None
    assert (topic.kind, topic.key) == (TopicKind.CYCLE, cycle.key)


@pytest.mark.database
def test_an_address_stands_once_in_a_cycle(session: Session, cycle: Cycle) -> None:
    """Two topics of one address would meet in the answers that speak of both: maybe in a single one."""
    voices = Voices()
    digital, arsip = say(voices, cycle, "digital", 5), say(voices, cycle, "arsip", 5)
    make.done_run(session, cycle, voices)
    start(session, topic_for(session, digital[:1]))
    start(session, topic_for(session, digital[1:2]), "  INA@contoh.go.id ".strip())
    start(session, topic_for(session, arsip[:1]), "lain@contoh.go.id")
    assert followed(session) == [("theme", "aspiration/arsip"), ("theme", "aspiration/digital")]
    start(session, topic_for(session, arsip[:1]))
    assert followed(session) == [("cycle", cycle.key), ("theme", "aspiration/arsip")]


@pytest.mark.database
def test_what_became_too_small_is_followed_as_the_cycle(session: Session, cycle: Cycle) -> None:
    voices = Voices()
    refs, _ = say(voices, cycle, "digital", 5), say(voices, cycle, "arsip", 5)
    make.done_run(session, cycle, voices)
    topic = topic_for(session, refs[:1])
    start(session, topic)
    services.keep_wide(session)
    assert followed(session) == [("theme", "aspiration/digital")]
    voices.take_back(refs[4])
    make.done_run(session, cycle, voices)
    start(session, topic, "lain@contoh.go.id")  # asked for while it was big enough
    assert followed(session) == [("cycle", cycle.key), ("theme", "aspiration/digital")]
    services.keep_wide(session)
    assert followed(session) == [("cycle", cycle.key)] * 2


def test_the_link_of_the_mail_is_sealed_and_ends(session: Session, cycle: Cycle) -> None:
    session.flush()
    topic = Topic(TopicKind.CYCLE, cycle.key, cycle.id, cycle.title_id, cycle.title_en)
    token = services.confirm_token(Asked(" Ina@Contoh.go.id ", topic, "en"), today=DAY, secret=SECRET)
    assert "ina" not in token.lower().split("-")
    read = services.read_token(session, token, today=DAY + timedelta(days=7), secret=SECRET)
    assert read == Asked(ADDRESS, topic, "en")
    for day, key in ((8, SECRET), (-1, SECRET), (0, "another key")):
        with pytest.raises(NotFound):
            services.read_token(session, token, today=DAY + timedelta(days=day), secret=key)
    with pytest.raises(NotFound):
        services.read_token(session, "bukan-tautan", today=DAY, secret=SECRET)


def news(session: Session, day: date) -> list[tuple[str, tuple[str, ...]]]:
    """Tell what is due: per mail its address and the keys of what it told."""
    told: list[tuple[str, ...]] = []

    def speak(_lang: str, events: object, token: str) -> tuple[str, str]:
        told.append(tuple(re.sub(r":.*", "", event.key) for event in events))  # type: ignore[attr-defined]
        return "Kabar", token

    before = set(session.scalars(select(Mail.id)))
    tell(session, due_news(session, today=day), today=day, secret=SECRET, speak=speak)
    session.commit()
    mails = session.scalars(select(Mail).where(Mail.id.not_in(before)).order_by(Mail.id)).all()
    assert all(mail.private for mail in mails)
    return list(zip([mail.to_address for mail in mails], told, strict=True))


def decided(session: Session, run: ThemeRun) -> None:
    themes.reject_theme(
        session, theme_of(run, "arsip"), kind=ReplyKind.POSTPONED, reason="Tahun depan saja.", actor_id=None
    )


@pytest.mark.database
def test_each_thing_is_told_once_and_one_mail_a_day(session: Session, cycle: Cycle) -> None:
    voices = Voices()
    digital, arsip = say(voices, cycle, "digital", 5), say(voices, cycle, "arsip", 5)
    run = make.done_run(session, cycle, voices)
    start(session, topic_for(session, digital[:1]), "digital@contoh.go.id")
    start(session, topic_for(session, arsip[:1]), "arsip@contoh.go.id")
    start(session, topic_for(session, [*digital[:1], *arsip[:1]]), "semua@contoh.go.id")
    assert news(session, DAY) == []

    need = make.accepted(session, run, "digital")
    decided(session, run)
    late = topic_for(session, digital[:1])
    start(session, late, "telat@contoh.go.id")
    assert sorted(news(session, DAY)) == [
        ("arsip@contoh.go.id", ("reply",)),
        ("digital@contoh.go.id", ("need",)),
        ("semua@contoh.go.id", ("need", "reply")),
    ]
    assert news(session, DAY) == []

    item = factories_items.item(session, cycle, needs=(need,), state=ItemState.PROPOSED)
    factories_items.item(session, cycle, needs=(need,), state=ItemState.DRAFT)
    assert [address for address, _ in news(session, DAY)] == ["telat@contoh.go.id"]  # the others heard today
    factories_items.indicator(session, item, values=((date(2026, 8, 3), "18"),))
    items.move_item(
        session, item, before=ItemState.PROPOSED, after=ItemState.VERIFIED, on=date(2026, 8, 4), actor_id=None
    )
    assert sorted(news(session, DAY + timedelta(days=1))) == [
        ("digital@contoh.go.id", ("step", "step", "measurement")),
        ("semua@contoh.go.id", ("step", "step", "measurement")),
        ("telat@contoh.go.id", ("step", "measurement")),
    ]
    assert news(session, DAY + timedelta(days=2)) == []


def test_whoever_stops_is_gone_with_all_that_was_noted(session: Session, cycle: Cycle) -> None:
    voices = Voices()
    refs = say(voices, cycle, "digital", 5)
    run = make.done_run(session, cycle, voices)
    make.accepted(session, run, "digital")
    start(session, topic_for(session, refs[:1]))
    start(session, topic_for(session, refs[:1]), "lain@contoh.go.id")
    follower = session.scalars(
        select(Follower).where(Follower.address_hmac == services.address_hmac(ADDRESS, secret=SECRET))
    ).one()
    held = services.opened(follower, secret=SECRET)
    assert held is not None
    assert held[0] == ADDRESS
    assert services.opened(follower, secret="another key") is None  # noqa: S106
    assert services.require_follower(session, held[1]) is follower
    due = due_news(session, today=DAY)
    services.stop(session, follower)
    session.commit()
    assert tell(session, due, today=DAY, secret=SECRET, speak=lambda *_: ("", "")) == 0
    left = session.scalars(select(Follower)).one()
    assert set(session.scalars(select(FollowerTold.token_hash))) == {left.token_hash}
    with pytest.raises(NotFound):
        services.require_follower(session, held[1])


@pytest.fixture
def mailing(app: Flask) -> Iterator[None]:
    before = app.config["REMBUK_SETTINGS"]
    app.config["REMBUK_SETTINGS"] = replace(
        before, mail_url="smtp://localhost?from=a@b.example", base_url="https://rembuk.example"
    )
    yield
    app.config["REMBUK_SETTINGS"] = before


CODE = "7K2M-9QXD-4TBH-R0WZ"


@pytest.fixture
def tracked(session: Session, cycle: Cycle, voices: Voices, monkeypatch: pytest.MonkeyPatch) -> ThemeRun:
    """The code opens the first of five about one theme."""
    refs = say(voices, cycle, "digital", 5)
    run = make.done_run(session, cycle, voices)
    found = Tracked("Survei", contributions=tuple(refs[:1]))
    waiting = Tracked("Survei", waiting=True)
    source = replace(voices.source, track=lambda _s, code: {CODE: found, CODE[:-1] + "Y": waiting}.get(code))
    monkeypatch.setattr("plan.views.sources.contribution_sources", lambda: (source,))
    monkeypatch.setattr("plan.views.trace.contribution_sources", lambda: (source,))
    return run


def link_in(mail: Mail) -> str:
    found = re.findall(r"https://rembuk\.example(/kabar/\S+)", mail.body)
    return str(found[-1])


@pytest.mark.usefixtures("mailing")
@pytest.mark.database
def test_from_the_trail_to_the_mail_and_out_again(
    app: Flask, browser: Browser, session: Session, tracked: ThemeRun
) -> None:
    here = f"/lacak/{CODE}"
    page = browser.get(here)
    assert "Literasi digital" in page.one("section.card").text_content()
    share = page.one("a[rel~=noreferrer]").get("href")
    assert share.startswith("https://wa.me/?text=")
    assert CODE not in share
    wrong = browser.post(f"{here}/kabari", {"address": "bukan surel"}, form_at=here, status=422)
    assert [a.get("href") for a in wrong.all(".note.bad a")] == ["#address"]
    sent = browser.post(f"{here}/kabari", {"address": ADDRESS}, form_at=here, status=200)
    assert sent.texts("h1") == ["Periksa surel Anda"]
    mail = session.scalars(select(Mail)).one()
    assert (mail.to_address, mail.private) == (ADDRESS, True)
    assert CODE not in mail.body
    assert followed(session) == []

    link = link_in(mail)
    asked = browser.get(link)
    assert asked.response.headers["Referrer-Policy"] == "no-referrer"
    assert followed(session) == []
    assert browser.post(link, status=200).texts("h1") == ["Kabar Anda sudah aktif"]
    assert browser.post(link, status=200).texts("h1") == ["Kabar Anda sudah aktif"]
    assert followed(session) == [("theme", "aspiration/digital")]

    make.accepted(session, tracked, "digital", title="Melek digital")
    for _ in range(2):
        with app.app_context():
            tell_news(session, {})(session)
        session.commit()
    written = session.scalars(select(Mail).order_by(Mail.id)).all()
    assert [m.subject for m in written] == ["Konfirmasi kabar dari Rembuk", "Kabar dari Rembuk"]
    assert "Menjadi kebutuhan: “Melek digital”." in written[1].body
    public = re.findall(r"https://rembuk\.example(/tema/\S+)", written[1].body)
    browser.get(public[0])
    stop = link_in(written[1])
    assert browser.get(stop).texts("h1") == ["Berhenti menerima kabar?"]
    assert followed(session) != []
    assert browser.post(stop).headers["Location"] == "/kabar/berhenti"
    assert followed(session) == []
    browser.get("/kabar/berhenti")
    browser.get(stop, status=404)
    browser.get("/kabar/bukan-tautan", status=404)


def test_without_a_mail_server_and_while_it_waits_no_address_is_asked_for(
    browser: Browser, tracked: ThemeRun, request: pytest.FixtureRequest
) -> None:
    here = f"/lacak/{CODE}"
    assert browser.get(here).all("input[name=address]") == []
    waiting = here[:-1] + "Y"
    request.getfixturevalue("mailing")
    assert len(browser.get(here).all("input[name=address]")) == 1
    assert browser.get(waiting).all("section.card") == []
    for path in (waiting, "/lacak/0000-0000-0000-0000"):
        token = browser.get(here).one("input[name=csrf_token]").get("value")
        data = {"address": ADDRESS, "csrf_token": token}
        assert browser.client.post(f"{path}/kabari", data=data).status_code == 400, path


@pytest.mark.database
def test_what_happened_is_told_to_whom_it_concerns(session: Session, cycle: Cycle) -> None:
    voices = Voices()
    for theme in ("digital", "arsip", "layanan"):
        say(voices, cycle, theme, 1)
    run = make.done_run(session, cycle, voices)
    themes.merge_theme(session, theme_of(run, "arsip"), into=theme_of(run, "digital"), actor_id=None)
    need = make.accepted(session, run, "digital")
    item = factories_items.item(session, cycle, needs=(need,), state=ItemState.PROPOSED)
    loose = factories_items.item(session, cycle, state=ItemState.PROPOSED)
    themes.reject_theme(session, theme_of(run, "layanan"), reason="Tahun depan saja.", actor_id=None)
    whole = ("cycle", cycle.key)
    mine = {whole, ("need", need.key), ("theme", "aspiration/digital"), ("theme", "aspiration/arsip")}
    found = [(re.sub(r":.*", "", e.key), e.path, e.topics) for e in events_of(session, cycle.id)]
    assert found == [
        ("need", f"/tema/{theme_of(run, 'digital').key}", mine),
        ("reply", "/lacak", {whole, ("theme", "aspiration/layanan")}),
        ("step", f"/rencana/{item.key}", mine),
        ("step", f"/rencana/{loose.key}", {whole}),
    ]
    themes.reopen_theme(session, theme_of(run, "layanan"), actor_id=None)
    assert [e.key.split(":")[0] for e in events_of(session, cycle.id)] == ["need", "step", "step"]
