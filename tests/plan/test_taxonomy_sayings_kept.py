"""What people say of a theme, in several wordings: part of a list like its terms: stored, published, copied, tried, on pages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import analysis
from core.errors import Invalid
from core.policy import Role
from plan.taxonomies import drafting, queries, services, trying
from plan.taxonomies.content import Content, ExampleEntry, SayingEntry
from plan.taxonomies.drafting import Overtaken
from plan.taxonomies.enums import Use
from plan.taxonomies.lines import write_sayings
from plan.taxonomies.models import Taxonomy
from plan.theme_model import shipped_content
from rembuk.seeding import Loading, Seed
from rembuk.seeding.folder import SHIPPED as SEED
from rembuk.seeding.taxonomies import load_taxonomies
from tests import factories
from tests.page import Browser
from tests.plan import factories_taxonomies as make

BrowserOf = Callable[[Role], Browser]
HERE = "/kelola/daftar-tema"
SHIPPED = ("asn", "skm")


def told() -> Content:
    return replace(make.content(), sayings=make.said())


def said(*wordings: str, theme: str | None = "loket") -> SayingEntry:
    return SayingEntry(theme, wordings)


@pytest.mark.database
def test_they_are_drafted_published_and_copied(session: Session) -> None:
    noise, taxonomy = make.published(session), make.published(session, told())
    version = taxonomy.versions[0]
    assert (version.told.sayings, version.digest) == (make.said(), version.told.digest)
    assert noise.versions[0].told.sayings == ()
    services.start_draft(session, taxonomy, actor_id=None)
    shown = queries.draft_of(session, taxonomy).told
    assert shown.sayings == make.said()

    def write(seen: str, *sayings: SayingEntry) -> None:
        drafting.write_theme(
            session,
            taxonomy,
            theme=shown.theme("loket"),
            examples=lambda now: now.examples_of("loket"),
            sayings=sayings,
            seen=seen,
            actor_id=None,
        )

    write(shown.part("loket"), said("Baru", "br"))
    with pytest.raises(Overtaken):
        write(shown.part("loket"), said("Kedua"))
    with pytest.raises(Invalid):
        write(queries.draft_of(session, taxonomy).told.part("loket"), said("x" * 501))
    drafting.write_no_theme(
        session,
        taxonomy,
        terms=("beras",),
        examples=lambda now: now.examples_of(None),
        sayings=[said("Halo", theme=None)],
        seen=shown.part(None),
        actor_id=None,
    )
    expected = (said("Baru", "br"), make.said()[2], said("Halo", theme=None))
    second = make.publish(session, taxonomy)
    assert (second.told.sayings, second.told.negative_keywords) == (expected, ("beras",))
    assert queries.version_of(session, taxonomy, 1).told.sayings == make.said()
    made = make.drafted(session, second.told)
    assert queries.draft_of(session, made).told.sayings == expected


@pytest.mark.database
@pytest.mark.parametrize("key", SHIPPED)
def test_a_copy_of_what_is_shipped_is_published_with_them(session: Session, key: str) -> None:
    source = shipped_content(key)
    made = services.create_taxonomy(
        session, name_id="Kami", name_en="", purpose=Use.ANY, source=source, actor_id=None
    )
    version = make.publish(session, made)
    assert version.told.sayings == source.sayings
    assert version.digest == analysis.Taxonomy.from_dict(version.told.read_by_analysis()).digest


def test_the_seed_adds_to_what_its_themes_had(session: Session) -> None:
    seed, source = Seed(SEED), shipped_content("asn")
    load_taxonomies(Loading(session, seed, date(2027, 1, 4), "x"))
    taxonomy = session.scalars(select(Taxonomy)).one()
    assert taxonomy.versions[0].told.sayings == source.sayings
    drafted = queries.draft_of(session, taxonomy).told
    (first, second) = seed.toml("taxonomies.toml")["taxonomies"][0]["changes"]
    for change in (first, second):
        key = change["key"]
        added = tuple(SayingEntry(key, tuple(wordings)) for wordings in change["sayings"])
        assert drafted.sayings_of(key) == (*source.sayings_of(key), *added)
    assert len(drafted.sayings) == len(source.sayings) + 2
    assert make.stops(drafted) == []


def test_a_trial_reads_with_them(session: Session) -> None:
    heard: list[Content] = []

    def listen(content: Content, texts: Sequence[str]) -> list[trying.Found]:
        heard.append(content)
        return [(None, None, 0.0) for _text in texts]

    taxonomy, actor = make.drafted(session, told()), factories.account(session)
    trying.start_trial(session, taxonomy, sentences=["Halo."], actor_id=actor.id)
    trial = queries.trial_of(session, taxonomy, actor.id)
    assert trial is not None
    trying.make_trial_handler(listen)(session, {"trial": trial.key})
    assert [one.sayings for one in heard] == [make.said()]


def test_a_planner_writes_them(session: Session, browser_of: BrowserOf) -> None:
    taxonomy = make.drafted(session, told())
    session.commit()
    browser, draft = browser_of(Role.PLANNER), f"{HERE}/{taxonomy.key}/draf"
    theme, alone = f"{draft}/tema/loket", f"{draft}/tanpa-tema"

    def stored(key: str | None) -> tuple[SayingEntry, ...]:
        session.expire_all()
        return queries.draft_of(session, taxonomy).told.sayings_of(key)

    assert browser.get(theme).one("textarea[name=sayings]").text.strip() == write_sayings(make.said()[:2])
    assert browser.get(alone).one("textarea[name=sayings]").text.strip() == write_sayings(make.said()[3:])
    browser.post(theme, {"description": "Lain."})
    assert stored("loket") == make.said()[:2]
    browser.post(theme, {"sayings": "Antre  lama | antri lm |\n\n|||\nLoket tutup terus"})
    assert stored("loket") == (said("Antre lama", "antri lm"), said("Loket tutup terus"))
    browser.post(alone, {"sayings": "Halo | hai"})
    assert stored(None) == (said("Halo", "hai", theme=None),)
    refused = browser.post(theme, {"sayings": "x" * 10_000}, status=200)
    assert refused.texts(".note.bad li") == [
        "Tema “Pelayanan di loket”: ada ungkapan lebih dari 500 huruf. Pendekkan seperti orang berbicara."
    ]
    assert browser.post(alone, {"sayings": "x" * 10_000}, status=200).texts(".note.bad li") == [
        "Ungkapan tanpa tema: paling banyak 800, masing-masing dengan paling banyak 6 cara mengatakannya,"
        " setiap cara paling panjang 500 huruf dan tanpa tanda |."
    ]
    for nothing in ("", "|", " | | \n||||"):
        browser.post(theme, {"sayings": "Ada"})
        browser.post(theme, {"sayings": nothing})
        assert stored("loket") == ()
    assert stored("digital") == make.said()[2:3]
    rows = browser.get(draft).all("tbody tr")
    assert [row.cssselect("td")[-1].text for row in rows] == ["0", "1"]
    loose = "Kata kunci, contoh, dan ungkapan tanpa tema (2): mengajari mesin apa yang tidak perlu dipaksa"
    assert [one for one in browser.get(draft).texts("main p") if one.startswith(loose)] != []
    browser.post(f"{draft}/tema/digital/hapus")
    assert stored("digital") == ()


def test_the_second_of_two_editors_sees_both(session: Session, browser_of: BrowserOf) -> None:
    taxonomy = make.drafted(session, told())
    session.commit()
    browser, page = browser_of(Role.PLANNER), f"{HERE}/{taxonomy.key}/draf/tema/loket"
    late = browser.get(page).fields()
    browser_of(Role.PLANNER).post(page, {"sayings": "Pertama | satu"})
    answer = browser.client.post(page, data={**late, "sayings": "Kedua | dua"})
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "Pertama | satu</dd>" in text
    assert "Kedua | dua</textarea>" in text.replace("\r\n", "")
    assert queries.draft_of(session, taxonomy).told.sayings_of("loket") == (said("Pertama", "satu"),)


def test_few_are_shown_and_many_are_folded(session: Session, browser_of: BrowserOf) -> None:
    taxonomy = make.published(session, told())
    session.commit()
    browser, page = browser_of(Role.FACILITATOR), f"{HERE}/{taxonomy.key}"
    few = browser.get(f"{page}/1/tema/loket")
    assert few.all("main details") == []
    assert [list(one.itertext()) for one in few.all("main ul")[-1]] == [
        list(one.wordings) for one in make.said()[:2]
    ]
    assert "<div><dt>Ungkapan</dt><dd>4</dd></div>" in browser.get(page).response.get_data(as_text=True)
    many = browser.get(f"{HERE}/asn/1/tema/literasi_digital")
    count = len(shipped_content("asn").sayings_of("literasi_digital"))
    assert many.texts("main details summary") == [f"Lihat {count} ungkapan"]
    assert len(many.all("main details li")) == count > 90


def test_versions_are_compared_and_files_carry_them(session: Session, browser_of: BrowserOf) -> None:
    source, target = make.published(session, told()), make.drafted(session)
    session.commit()
    browser = browser_of(Role.PLANNER)
    toml = browser.client.get(f"{HERE}/{source.key}/1/unduh").data
    csv = browser.client.get(f"{HERE}/{source.key}/1/contoh.csv").data
    bring = f"{HERE}/{target.key}/draf/impor"
    browser.post(bring, {"toml": (BytesIO(toml), "kami.toml")})
    assert queries.draft_of(session, target).told.sayings == make.said()
    browser.post(bring, {"csv": (BytesIO(csv), "contoh.csv")})
    assert queries.draft_of(session, target).told.sayings == make.said()
    wrong = toml.replace(b'["Datang', b'["a | b", "Datang')
    assert browser.post(bring, {"toml": (BytesIO(wrong), "x.toml")}, status=200).texts(".note.bad li") == [
        "Tema “Pelayanan di loket”: ada ungkapan yang memuat tanda |. Tanda itu memisahkan cara"
        " mengatakannya: tulis masing-masing sebagai teks tersendiri."
    ]
    page = f"{HERE}/{source.key}"
    browser.post(f"{page}/draf", form_at=page)
    browser.post(f"{page}/draf/tema/digital", {"sayings": "Baru | br"})
    browser.post(f"{page}/draf/tanpa-tema", {"sayings": ""})
    changed = browser.get(f"{page}/draf/terbit")
    assert changed.texts("main h4") == ["Ungkapan", "Kata kunci, contoh, dan ungkapan tanpa tema"]
    assert changed.texts("main ins") == ["Baru | br"]
    assert changed.texts("main del") == [
        "Anak saya yang mengetikkan | diketikin anak sy",
        "Hujan tidak turun juga | Ujan sonde turun-turun",
    ]
    examples = [ExampleEntry(one.text, one.theme, one.theme2) for one in make.content().examples]
    assert list(queries.draft_of(session, source).told.examples) == examples
