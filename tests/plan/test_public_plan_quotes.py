"""From a plan item to the contributions behind it, and who stays unseen."""

import pytest
from sqlalchemy.orm import Session

from plan.enums import ItemState
from tests.page import Browser
from tests.plan import factories_items as made
from tests.plan.factories_themes import Voices


@pytest.mark.database
def test_quotes_stand_on_the_page_only_from_five_contributions_on(
    browser: Browser, session: Session, voices: Voices
) -> None:
    cycle = made.open_cycle(session)
    enough, few, other = (made.need(session, cycle, title=title) for title in ("Komputer", "Isyarat", "Lain"))
    five = voices.say(cycle, "Ajar Excel.", "Surat lama.", "Tiga.", "Empat.", "Lima.")
    four = voices.say(cycle, "Rahasia satu.", "Rahasia dua.", "Rahasia tiga.", "Rahasia empat.")
    made.contribute(session, enough, five, quotes=five[:2])
    made.contribute(session, few, four, quotes=four)
    made.contribute(session, other, voices.say(cycle, *["Butir lain."] * 6))
    item = made.item(session, cycle, state=ItemState.PROPOSED, needs=(enough, few))
    session.commit()

    page = browser.get(f"/rencana/{item.key}")
    assert page.one("a[href='#masukan']").text_content() == "Baca masukan di balik butir ini"
    assert page.one("#masukan").text_content() == "Masukan di balik butir ini"
    assert page.texts("#masukan ~ h3") == ["Komputer", "Isyarat"]
    assert page.texts(".quote blockquote") == ["Ajar Excel.", "Surat lama."]
    assert "Berasal dari 5 masukan." in page.text
    assert "kurang dari 5 masukan" in page.text
    assert "Rahasia" not in page.text
    assert "Berasal dari 4" not in page.text

    voices.take_back(five[0])
    assert browser.get(f"/rencana/{item.key}").texts(".quote blockquote") == ["Surat lama."]


def test_two_texts_of_one_answer_count_once(browser: Browser, session: Session, voices: Voices) -> None:
    cycle = made.open_cycle(session)
    need = made.need(session, cycle)
    refs = voices.say(cycle, "Satu.", "Dua.", "Tiga.") + voices.say(cycle, "A.", "B.", key="sama")
    made.contribute(session, need, refs, quotes=refs)
    item = made.item(session, cycle, state=ItemState.PROPOSED, needs=(need,))
    session.commit()
    assert browser.get(f"/rencana/{item.key}").all(".quote") == []
