"""Read and write in the browser, as a guest and with an account; nothing that was typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Role
from forum.discussion import posting, services
from forum.discussion.enums import Identity, TopicState
from forum.discussion.models import Topic, TopicFollow, TopicPost, TopicPostEdit, TopicPostSupport
from tests import factories
from tests.conftest import browser_for
from tests.forum import factories as make
from tests.forum.discussion.conftest import DAY, Write
from tests.page import Browser, Page

BrowserOf = Callable[[Role], Browser]
TEXT = "Loket perlu buka pada jam istirahat."


def send(browser: Browser, path: str, body: str, *, status: int = 200, **more: Any) -> Page:
    """Fill in the box on a page and send it."""
    page = browser.get(path)
    form = next(f for f in page.all("main form[method=post]") if f.cssselect("textarea"))
    hidden = {i.get("name"): i.get("value") or "" for i in form.cssselect("input[type=hidden]")}
    return sent(browser, path, {**hidden, "body": body, **more}, status=status)


def sent(browser: Browser, path: str, data: dict[str, Any], *, status: int = 200) -> Page:
    response = browser.client.post(path, data=data)
    assert response.status_code == status
    return Page(response)


def hidden_of(page: Page) -> dict[str, str]:
    form = next(f for f in page.all("main form[method=post]") if f.cssselect("textarea"))
    return {i.get("name"): i.get("value") or "" for i in form.cssselect("input[type=hidden]")}


def box(page: Page) -> str:
    return str(page.one("textarea").text_content()).strip()


def bodies(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(TopicPost.body).order_by(TopicPost.id)))


@pytest.fixture
def topic(session: Session) -> Topic:
    made = make.topic(session, guests=True, title_id="Jam loket", title_en="Counter hours")
    session.commit()
    return made


@pytest.fixture
def secret_topic(session: Session) -> Topic:
    made = make.topic(session, identity=Identity.PSEUDONYM)
    session.commit()
    return made


def test_a_guest_posts_and_gets_a_code_that_opens_the_post(
    session: Session, browser: Browser, topic: Topic
) -> None:
    page = send(browser, f"/forum/{topic.key}", TEXT)
    (code,) = page.texts('[data-testid="kode-lacak"]')
    assert len(code) == 19
    assert bodies(session) == [TEXT]
    assert TEXT in browser.get(f"/forum/{topic.key}").text
    assert "Tanpa nama" in browser.get(f"/forum/{topic.key}").text
    assert box(browser.get(f"/forum/masukan-saya/{code.lower()}")) == TEXT
    trail = browser.get(f"/lacak/{code}")
    assert TEXT in trail.text
    assert f"/forum/masukan-saya/{code}" in trail.text
    assert not [header for header in page.response.headers.getlist("Set-Cookie") if "rembuk" in header]


def test_sending_twice_is_one_post_and_another_text_is_kept(
    session: Session, browser: Browser, topic: Topic
) -> None:
    path = f"/forum/{topic.key}"
    data = {**hidden_of(browser.get(path)), "body": TEXT}
    codes = {sent(browser, path, data).texts('[data-testid="kode-lacak"]')[0] for _ in range(3)}
    assert len(codes) == 1
    other = {**data, "body": "Hal yang sama sekali berbeda"}
    page = sent(browser, path, other, status=409)
    assert box(page) == "Hal yang sama sekali berbeda"
    assert hidden_of(page)["nonce"] != data["nonce"]
    sent(browser, path, {**hidden_of(page), "body": box(page)})
    assert bodies(session) == [TEXT, "Hal yang sama sekali berbeda"]


def test_the_rule_about_names_stands_before_the_box(
    session: Session, browser_of: BrowserOf, browser: Browser, topic: Topic, secret_topic: Topic
) -> None:
    account = browser_of(Role.ASN)
    for who, where, words in (
        (browser, topic, "Anda menulis tanpa akun"),
        (account, topic, "tampil dengan nama akun Anda"),
        (account, secret_topic, "tampil dengan nama samaran"),
    ):
        text = who.get(f"/forum/{where.key}").text
        assert text.index(words) < text.index("<textarea")


def test_what_is_like_it_is_shown_first_and_it_can_be_sent_all_the_same(
    session: Session, browser: Browser, browser_of: BrowserOf, topic: Topic, write: Write
) -> None:
    write(topic, "Loket perlu tetap buka di jam istirahat.", by=factories.account(session))
    session.commit()
    asn, path = browser_of(Role.ASN), f"/forum/{topic.key}"
    page = send(asn, path, TEXT)
    assert "Mirip dengan yang sudah ada" in page.text
    assert box(page) == TEXT
    assert len(bodies(session)) == 1
    assert page.all("form[action$='/dukung']")
    assert not send(browser, path, TEXT).all("form[action$='/dukung']")
    sent(asn, path, {**hidden_of(page), "body": TEXT, "tetap": "1"})
    assert bodies(session)[1:] == [TEXT]


def test_support_this_one_instead(
    session: Session, browser_of: BrowserOf, topic: Topic, write: Write
) -> None:
    post = write(topic, "Loket perlu tetap buka di jam istirahat.", by=factories.account(session)).post
    session.commit()
    asn, path = browser_of(Role.ASN), f"/forum/{topic.key}/{post.key}"
    token = asn.get(f"/forum/{topic.key}").one("form[action$='/dukung'] input").get("value")
    for _ in range(2):
        assert asn.client.post(f"{path}/dukung", data={"csrf_token": token}).status_code == 303
    session.refresh(post)
    assert post.support == 1
    assert asn.client.post(f"{path}/batal-dukung", data={"csrf_token": token}).status_code == 303
    session.refresh(post)
    assert (post.support, session.scalars(select(TopicPostSupport)).all()) == (0, [])


@pytest.mark.parametrize("state", [TopicState.LOCKED, TopicState.CLOSED])
def test_a_topic_that_was_locked_meanwhile_gives_the_text_back(
    session: Session, browser: Browser, topic: Topic, state: TopicState
) -> None:
    path = f"/forum/{topic.key}"
    data = {**hidden_of(browser.get(path)), "body": TEXT}
    topic.state, topic.closed_on = state, DAY if state == TopicState.CLOSED else None
    session.commit()
    page = sent(browser, path, data, status=409)
    assert box(page) == TEXT
    assert "Belum terkirim" in page.text
    assert bodies(session) == []
    assert not browser.get(path).all("textarea")


@pytest.mark.parametrize(("body", "status"), [("", 422), ("   ", 422), ("y" * 4001, 422)])
def test_what_cannot_be_posted_comes_back(
    session: Session, browser: Browser, topic: Topic, body: str, status: int
) -> None:
    page = send(browser, f"/forum/{topic.key}", body, status=status)
    assert box(page) == body.strip()
    assert bodies(session) == []


def test_whoever_was_logged_out_gets_the_text_back(
    session: Session, browser: Browser, browser_of: BrowserOf, topic: Topic, secret_topic: Topic
) -> None:
    """In a topic for accounts, and where guests may write: there it would appear without the name."""
    for where, status in ((topic, 409), (secret_topic, 403)):
        path = f"/forum/{where.key}"
        data = {**hidden_of(browser_of(Role.ASN).get(path)), "body": TEXT}
        page = sent(browser, path, data, status=status)
        assert box(page) == TEXT
    assert bodies(session) == []
    # After logging in again in another tab the form that came back goes through.
    sent(browser_of(Role.ASN), path, {**hidden_of(page), "body": box(page)})
    assert bodies(session) == [TEXT]


def test_a_form_of_another_account_is_not_posted_under_this_name(
    session: Session, browser_of: BrowserOf, topic: Topic
) -> None:
    path = f"/forum/{topic.key}"
    data = {**hidden_of(browser_of(Role.ASN).get(path)), "body": TEXT}
    page = sent(browser_of(Role.PLANNER), path, data, status=409)
    assert box(page) == TEXT
    assert bodies(session) == []


def test_an_answer_to_what_was_hidden_meanwhile_comes_back(
    session: Session, browser: Browser, topic: Topic, write: Write
) -> None:
    post = write(topic).post
    session.commit()
    path = f"/forum/{topic.key}/{post.key}"
    data = {**hidden_of(browser.get(path)), "body": TEXT}
    services.hide_post(session, post)
    session.commit()
    page = sent(browser, path, data, status=409)
    assert box(page) == TEXT
    assert post.body not in page.text


def test_answers_stand_under_their_post(
    session: Session, browser: Browser, topic: Topic, write: Write
) -> None:
    first, second = write(topic, "Pertama").post, write(topic, "Kedua").post
    session.commit()
    send(browser, f"/forum/{topic.key}/{first.key}", "Tanggapan")
    page = browser.get(f"/forum/{topic.key}")
    assert page.one(f"#t-{first.key} .thread blockquote").text_content().strip() == "Tanggapan"
    assert not page.all(f"#t-{second.key} .thread")


def test_hidden_and_withdrawn_show_no_text_anywhere(
    session: Session, browser: Browser, topic: Topic, write: Write
) -> None:
    hidden, gone = write(topic, "Kata kasar").post, write(topic, "Kata sesal").post
    posting.edit(session, hidden, body="Kata kasar sekali", today=DAY)
    services.hide_post(session, hidden)
    posting.withdraw(session, gone)
    session.commit()
    pages = [f"/forum/{topic.key}", "/forum?q=kata", *(f"/forum/{topic.key}/{p.key}" for p in (hidden, gone))]
    pages.append(f"/forum/{topic.key}/{hidden.key}/riwayat")
    for path in pages:
        text = browser.get(path).text
        assert "Kata kasar" not in text
        assert "Kata sesal" not in text
    text = browser.get(f"/forum/{topic.key}").text
    assert "disembunyikan oleh moderator" in text
    assert "ditarik oleh penulisnya" in text


def test_the_history_is_public(session: Session, browser: Browser, topic: Topic, write: Write) -> None:
    post = write(topic, "Isi lama").post
    posting.edit(session, post, body="Isi baru", today=DAY)
    session.commit()
    page = browser.get(f"/forum/{topic.key}/{post.key}/riwayat")
    assert [q.strip() for q in page.texts("blockquote")] == ["Isi baru", "Isi lama"]


@pytest.mark.parametrize("identity", list(Identity))
def test_only_the_author_changes_and_withdraws(
    session: Session, browser: Browser, browser_of: BrowserOf, identity: Identity, app: Any
) -> None:
    topic = make.topic(session, identity=identity)
    session.commit()
    asn = browser_of(Role.ASN)
    path = f"/forum/{topic.key}"
    send(asn, path, "Isi lama")
    post = session.scalars(select(TopicPost)).one()
    own = f"{path}/{post.key}"
    for other in (browser_of(Role.ADMINISTRATOR), browser_of(Role.FACILITATOR), browser):
        assert other.client.get(f"{own}/ubah").status_code == 303
        page = sent(
            other, f"{own}/ubah", {**hidden_of(asn.get(f"{own}/ubah")), "body": "Disusupi"}, status=403
        )
        assert box(page) == "Disusupi"
        assert other.client.get(f"{own}/tarik").status_code == 303
    admin = browser_of(Role.ADMINISTRATOR)
    token = admin.get("/kelola/forum").all("header input[name=csrf_token]")[0].get("value")
    assert admin.client.post(f"{own}/tarik", data={"csrf_token": token}).status_code == 403
    assert bodies(session) == ["Isi lama"]
    sent(asn, f"{own}/ubah", {**hidden_of(asn.get(f"{own}/ubah")), "body": "Isi baru"}, status=303)
    assert bodies(session) == ["Isi baru"]
    asn.post(f"{own}/tarik")
    assert bodies(session) == [""]
    assert session.scalars(select(TopicPostEdit)).all() == []


def test_a_code_changes_and_withdraws(session: Session, browser: Browser, topic: Topic) -> None:
    (code,) = send(browser, f"/forum/{topic.key}", TEXT).texts('[data-testid="kode-lacak"]')
    path = f"/forum/masukan-saya/{code}"
    data = hidden_of(browser.get(path))
    assert box(sent(browser, path, {**data, "body": ""}, status=422)) == ""
    sent(browser, path, {**data, "body": "Diubah"}, status=303)
    assert bodies(session) == ["Diubah"]
    page = browser.get(f"{path}/tarik")
    token = page.one("main form input[name=csrf_token]").get("value")
    sent(browser, f"{path}/tarik", {"csrf_token": token}, status=303)
    assert bodies(session) == [""]
    assert "sudah ditarik" in browser.get(path).text
    assert box(sent(browser, path, {**data, "body": "Kembali"}, status=409)) == "Kembali"
    assert browser.client.get("/forum/masukan-saya/0000-0000-0000-0000").status_code == 404
    assert browser.client.get("/forum/masukan-saya/apa-saja").status_code == 404


def test_a_merged_post_points_at_the_one_that_stands(
    session: Session, browser: Browser, topic: Topic, write: Write
) -> None:
    source, target = write(topic, "Sama").post, write(topic, "Sama juga").post
    services.merge_post(session, source, target)
    session.commit()
    item = browser.get(f"/forum/{topic.key}").one(f"#t-{source.key}")
    assert item.cssselect(f"a[href$='/{target.key}']")
    assert not item.cssselect("form")


def test_sort_and_pages(session: Session, browser: Browser, topic: Topic) -> None:
    posts = [make.post(session, topic, f"Tulisan {n}", support=n % 5) for n in range(45)]
    session.commit()

    def shown(query: str) -> list[str]:
        return [q.strip() for q in browser.get(f"/forum/{topic.key}{query}").texts(".posts blockquote")]

    newest = [p.body for p in reversed(posts)]
    assert shown("") == newest[:20]
    assert shown("?hal=3") == newest[40:]
    assert shown("?hal=99") == newest[40:]
    assert shown("?hal=-1") == newest[:20]
    best = [p.body for p in sorted(posts, key=lambda p: (-p.support, -p.id))]
    assert shown("?urut=dukungan") == best[:20]
    assert shown("?urut=dukungan&hal=2") == best[20:40]


def test_search_and_filter(session: Session, browser: Browser, topic: Topic, write: Write) -> None:
    write(topic, "Pelatihan arsip")
    session.commit()
    assert [q.strip() for q in browser.get("/forum?q=melatih+arsip").texts("blockquote")] == [
        "Pelatihan arsip"
    ]
    assert browser.get("/forum?q=jam").texts("h3") == ["Jam loket"]
    assert browser.get("/forum?lang=en&q=counter").texts("h3") == ["Counter hours"]
    assert browser.get("/forum?tentang=theme").texts("h3") == []
    assert browser.get("/forum?lang=id&keadaan=open").texts("h3") == ["Jam loket"]


def test_follow_inbox_and_mail(
    session: Session, app: Any, browser_of: BrowserOf, topic: Topic, write: Write
) -> None:
    from core.jobs.runner import run_periodic
    from forum.discussion.jobs import NOTIFY, notify

    asn, author = browser_of(Role.ASN), factories.account(session, name="Bapak Penulis")
    session.commit()
    asn.post(f"/forum/{topic.key}/ikuti", form_at=f"/forum/{topic.key}")
    write(topic, "Baru", by=author)
    session.commit()
    for _ in range(2):
        run_periodic(
            app,
            {name: notify for s in app.extensions["rembuk_slices"] for name in s.periodic if name == NOTIFY}
            | {
                name: (lambda _s, _p: lambda _w: None)
                for s in app.extensions["rembuk_slices"]
                for name in s.periodic
                if name != NOTIFY
            },
        )
    page = asn.get("/pemberitahuan")
    assert page.text.count("Bapak Penulis menulis di Jam loket") == 1
    assert len(page.all("main .pill.info")) == 1
    asn.post("/pemberitahuan/dibaca", form_at="/pemberitahuan")
    assert not asn.get("/pemberitahuan").all("main .pill.info")
    assert "belum punya alamat surel" in page.text
    asn.post(f"/forum/{topic.key}/berhenti-ikuti", form_at=f"/forum/{topic.key}")
    assert session.scalars(select(TopicFollow)).all() == []


def test_where_a_thing_is_shown_its_topics_are(session: Session, browser: Browser, topic: Topic) -> None:
    workshop = make.workshop(session)
    make.topic(session, about_kind="workshop", about_key=workshop.key, title_id="Sesudah lokakarya")
    session.commit()
    assert "Sesudah lokakarya" in browser.get(f"/workshop/{workshop.key}").text
    assert "Jam loket" in browser.get(f"/siklus/{topic.cycle.key}").text
    assert browser.get(f"/forum/{topic.key}").all(f"a[href='/siklus/{topic.cycle.key}']")


def test_staff_open_change_lock_and_close(session: Session, browser_of: BrowserOf, topic: Topic) -> None:
    staff = browser_of(Role.FACILITATOR)
    data = {
        "about": f"cycle:{topic.cycle.key}",
        "title_id": "Topik baru",
        "identity": "pseudonym",
        "guests": "y",
    }
    where = staff.post("/kelola/forum/baru", data)
    made = session.scalars(select(Topic).where(Topic.title_id == "Topik baru")).one()
    assert where.headers["Location"] == f"/kelola/forum/{made.key}"
    assert (made.identity, made.guests, made.about_key) == ("pseudonym", True, topic.cycle.key)
    path = f"/kelola/forum/{made.key}"
    staff.post(f"{path}/ubah", {"title_id": "Judul lain", "identity": "name"})
    staff.post(f"{path}/kunci", form_at=path)
    session.refresh(made)
    assert (made.title_id, made.identity, made.state) == ("Judul lain", "name", "locked")
    staff.post(f"{path}/buka-kunci", form_at=path)
    staff.post(f"{path}/tutup", {"outcome_id": ""}, status=200)
    staff.post(f"{path}/tutup", {"outcome_id": "Disepakati", "outcome_en": "Agreed"})
    page = staff.post(f"{path}/tutup", {"outcome_id": "Lain"}, status=200)
    assert isinstance(page, Page)
    assert "Lain" in page.text
    session.refresh(made)
    assert (made.state, made.outcome_id) == ("closed", "Disepakati")
    assert "Agreed" in staff.get(f"/forum/{made.key}?lang=en").text


def test_what_a_topic_can_be_about(session: Session, browser_of: BrowserOf, topic: Topic) -> None:
    workshop = make.workshop(session)
    draft = make.workshop(session, state="draft")
    session.commit()
    page = browser_of(Role.PLANNER).get("/kelola/forum/baru")
    values = [option.get("value") for option in page.all("select[name=about] option")]
    assert f"cycle:{topic.cycle.key}" in values
    assert f"workshop:{workshop.key}" in values
    assert f"workshop:{draft.key}" not in values


def test_a_renamed_rule_is_refused_in_the_form(
    session: Session, browser_of: BrowserOf, secret_topic: Topic, app: Any
) -> None:
    account = factories.account(session)
    session.commit()
    send(browser_for(app, session, account), f"/forum/{secret_topic.key}", TEXT)
    path = f"/kelola/forum/{secret_topic.key}/ubah"
    page = browser_of(Role.PLANNER).post(path, {"title_id": "Lain", "identity": "name"}, status=200)
    assert isinstance(page, Page)
    assert "tidak dapat diganti" in page.text
