"""Pages of taxonomies: from a copy to a published version, two editors, files, a trial."""

from collections.abc import Callable
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.policy import Role
from plan.taxonomies import files, queries, trying
from plan.taxonomies.models import Taxonomy, TaxonomyTrial
from tests.page import Browser
from tests.plan import factories_taxonomies as make

BrowserOf = Callable[[Role], Browser]
HERE = "/kelola/daftar-tema"


def test_the_shipped_lists_are_read_and_copied(session: Session, browser_of: BrowserOf) -> None:
    page = browser_of(Role.FACILITATOR).get(HERE)
    assert page.texts("tbody tr") == [
        "Kebutuhan pengembangan ASN Survei aspirasi Bawaan",
        "Unsur kepuasan masyarakat Masukan layanan Bawaan",
    ]
    shown = browser_of(Role.FACILITATOR).get(f"{HERE}/asn")
    assert (len(shown.all("tbody tr")), "Salin untuk diubah" in shown.text) == (12, False)
    browser_of(Role.FACILITATOR).get(f"{HERE}/asn/2", status=404)
    browser_of(Role.FACILITATOR).get(f"{HERE}/asn/1/tema/tidak-ada", status=404)
    browser = browser_of(Role.PLANNER)
    assert "Salin untuk diubah" in browser.get(f"{HERE}/asn").text
    form = f"{HERE}/baru?dari=asn"
    assert browser.get(form).one("input[name=purpose][checked]").get("value") == "aspiration"
    browser.post(form, {"name_id": " Tema  kami ", "purpose": "aspiration", "source": "asn"})
    made = session.scalars(select(Taxonomy)).one()
    assert (made.name_id, made.purpose, made.created_by is not None) == ("Tema kami", "aspiration", True)
    assert len(browser.get(f"{HERE}/{made.key}/draf").all("tbody tr")) == 12
    assert browser.get(HERE).texts("tbody tr")[0] == "Tema kami Survei aspirasi Draf"


def test_a_planner_writes_orders_removes_and_publishes(session: Session, browser_of: BrowserOf) -> None:
    taxonomy = make.drafted(session)
    session.commit()
    browser, draft = browser_of(Role.PLANNER), f"{HERE}/{taxonomy.key}/draf"
    browser.post(f"{draft}/tema-baru", {"name_id": "Kearsipan", "name_en": "", "description": ""})
    told = queries.draft_of(session, taxonomy).told
    added = told.themes[-1]
    assert (added.name_id, added.name_en, added.key.startswith("kearsipan-")) == (
        "Kearsipan",
        "Kearsipan",
        True,
    )
    stops = browser.get(f"{draft}/terbit").texts(".note.bad li")
    assert stops == [
        "Tema “Kearsipan” masih kosong. Tulis keterangannya, kata kuncinya, contohnya, atau ungkapannya: dari"
        " situlah mesin mengenalinya. Buka temanya"
    ]
    assert browser.get(f"{draft}/terbit").all("main form button") == []
    theme = f"{draft}/tema/{added.key}"
    sent = {"name_id": "Arsip", "name_en": "Archives", "description": "Map.", "terms": "map\narsip"}
    wrong = browser.post(theme, {**sent, "examples": "Rapikan map | Tidak ada"}, status=200)
    assert "tidak ada tema bernama “Tidak ada”" in wrong.texts(".note.bad li")[0]
    assert wrong.one("textarea[name=examples]").text.strip() == "Rapikan map | Tidak ada"
    browser.post(theme, {**sent, "examples": "Rapikan map | Literasi digital\n\nCari surat"})
    told = queries.draft_of(session, taxonomy).told
    assert [(one.text, one.theme2) for one in told.examples_of(added.key)] == [
        ("Rapikan map", "digital"),
        ("Cari surat", None),
    ]
    browser.post(f"{draft}/urutan", {"theme": added.key, "by": "-1"}, form_at=draft)
    browser.post(f"{draft}/tema/digital/hapus")
    browser.post(f"{draft}/tanpa-tema", {"examples": "Halo\nSelamat pagi"})
    browser.post(f"{draft}/nama", {"name_id": "Nama terbit", "name_en": ""})
    told = queries.draft_of(session, taxonomy).told
    assert [theme.name_id for theme in told.themes] == ["Pelayanan di loket", "Arsip"]
    assert [one.text for one in told.examples_of(None)] == ["Halo", "Selamat pagi"]
    assert browser.get(draft).texts(".note.warn li") == [
        "Tema “Arsip” baru punya 2 contoh. Dengan kurang dari 5 contoh, angka keyakinan untuk tema ini belum"
        " dapat dipegang. Buka temanya"
    ]
    browser.post(f"{draft}/terbit")
    session.expire_all()
    (version,) = taxonomy.versions
    assert (version.number, taxonomy.name_id, taxonomy.draft) == (1, "Nama terbit", None)
    browser.get(draft, status=404)
    shown = browser.get(f"{HERE}/{taxonomy.key}")
    assert shown.texts("h1") == ["Nama terbit"]
    assert version.digest[:12] in shown.text


def test_the_second_of_two_editors_sees_both_texts(session: Session, browser_of: BrowserOf) -> None:
    taxonomy = make.drafted(session)
    session.commit()
    browser, other = browser_of(Role.PLANNER), browser_of(Role.PLANNER)
    page = f"{HERE}/{taxonomy.key}/draf/tema/loket"
    words = {"name_id": "Pelayanan di loket", "name_en": "Counter service", "terms": "loket", "examples": ""}
    late = browser.get(page).fields()
    other.post(page, {**words, "description": "Pertama."})
    answer = browser.client.post(page, data={**late, **words, "description": "Kedua."})
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "Bagian ini baru saja diubah orang lain." in text
    assert "Pertama.</dd>" in text
    assert "Kedua.</textarea>" in text.replace("\r\n", "")
    assert queries.draft_of(session, taxonomy).told.theme("loket").description == "Pertama."
    again = {**words, "description": "Pertama."}
    assert browser.client.post(page, data={**late, **again}).status_code == 303
    edits = select(AuditEvent).where(AuditEvent.action == "taxonomy.edit")
    assert len(session.scalars(edits).all()) == 1


def test_files_go_out_and_come_in(session: Session, browser_of: BrowserOf) -> None:
    source, target = make.published(session), make.drafted(session, make.content("Lain"))
    session.commit()
    browser = browser_of(Role.PLANNER)
    toml = browser.client.get(f"{HERE}/{source.key}/1/unduh")
    csv = browser.client.get(f"{HERE}/{source.key}/1/contoh.csv")
    assert files.read_toml(toml.data) == source.versions[0].told
    bring = f"{HERE}/{target.key}/draf/impor"
    assert browser.post(bring, {}, status=200).texts(".note.bad li") == ["Pilih berkasnya dahulu."]
    browser.post(bring, {"toml": (BytesIO(b"[[themes]]\nkey='a'\nname_id='A'"), "kecil.toml")})
    assert [theme.key for theme in queries.draft_of(session, target).told.themes] == ["a"]
    wrong = browser.post(bring, {"csv": (BytesIO(csv.data), "contoh.csv")}, status=200)
    assert wrong.texts(".note.bad li") == [
        "Sebuah contoh menyebut tema “loket”, padahal tema itu tidak ada dalam daftar."
    ]
    browser.post(bring, {"toml": (BytesIO(toml.data), "x.toml")})
    told = queries.draft_of(session, target).told
    assert (told.themes, told.examples, told.key) == (
        make.content().themes,
        make.content().examples,
        target.key,
    )


def test_versions_are_compared_and_a_list_is_put_away(session: Session, browser_of: BrowserOf) -> None:
    taxonomy = make.published(session)
    session.commit()
    browser, page = browser_of(Role.PLANNER), f"{HERE}/{taxonomy.key}"
    browser.post(f"{page}/draf", form_at=page)
    make.write(session, taxonomy, make.content().theme("loket"), "Antre lama", "Kalimat baru")
    make.publish(session, taxonomy)
    session.commit()
    shown = browser.get(f"{page}/beda")
    assert shown.texts("main ins") == ["Kalimat baru"]
    assert shown.texts("main del") == ["Petugas ramah", "Loket tutup", "Keluhan warga", "Standar pelayanan"]
    assert browser.get(f"{page}/beda?dari=2&ke=1").texts("main del") == ["Kalimat baru"]
    for nowhere in ("dari=7", "dari=-1", "dari=1&ke=99999999999999999999", "dari=99999999999999999999"):
        browser.get(f"{page}/beda?{nowhere}", status=404)
    browser.post(f"{page}/arsip")
    session.refresh(taxonomy)
    assert taxonomy.archived
    browser.get(f"{page}/1")
    browser.post(f"{page}/draf", form_at=page)
    refused = browser.post(f"{page}/draf/terbit", status=200)
    assert refused.texts(".note.bad li") == ["Daftar ini diarsipkan. Pakai lagi dahulu, baru terbitkan."]
    browser.post(f"{page}/draf/buang")
    browser.post(f"{page}/arsip")
    session.refresh(taxonomy)
    assert not taxonomy.archived


def test_only_who_tries_sees_the_sentences(session: Session, browser_of: BrowserOf) -> None:
    taxonomy = make.drafted(session)
    session.commit()
    browser, page = browser_of(Role.PLANNER), f"{HERE}/{taxonomy.key}/draf/coba"
    empty = browser.post(page, {"sentences": "\n".join("x" * 21)}, status=200)
    assert empty.texts(".note.bad li") == ["Ada 21 kalimat: paling banyak 20 sekali coba."]
    browser.post(page, {"sentences": "Antre lama.\nHalo."})
    waiting = browser.get(page)
    assert waiting.response.headers["Refresh"] == "3"
    assert waiting.all("textarea") == []
    trial = session.scalars(select(TaxonomyTrial)).one()
    handle = trying.make_trial_handler(lambda _told, _texts: [("loket", "digital", 0.875), (None, None, 0.2)])
    handle(session, {"trial": trial.key})(session)
    session.commit()
    done = browser.get(page)
    assert "Refresh" not in done.response.headers
    assert done.texts("tbody th") == ["Antre lama.", "Halo."]
    assert done.texts("tbody td") == [
        *("Pelayanan di loket", "Literasi digital", "88%"),
        *("belum terklasifikasi", "–", "20%"),
    ]
    make.write(session, taxonomy, make.content().theme("loket"), "Antre")
    session.commit()
    assert "Draf sudah berubah sejak percobaan ini." in browser.get(page).text
    browser.post(f"{page}/hapus", form_at=page)
    assert session.scalars(select(TaxonomyTrial)).all() == []
    assert "Antre lama." not in browser.get(page).text


def test_a_trial_whose_job_was_given_up_says_so(session: Session, browser_of: BrowserOf) -> None:
    taxonomy = make.drafted(session)
    session.commit()
    browser, page = browser_of(Role.PLANNER), f"{HERE}/{taxonomy.key}/draf/coba"
    browser.post(page, {"sentences": "Halo."})
    trial = session.scalars(select(TaxonomyTrial)).one()
    trial.created_at = trial.created_at.replace(year=trial.created_at.year - 1)
    session.commit()
    assert browser.get(page).texts(".note.bad p") == [
        "Percobaan ini gagal. Coba lagi; bila gagal lagi, sampaikan kepada administrator."
    ]
