"""The example of a survey that came from an XLSForm."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from surveys.xlsform.models import SurveyXlsform
from tests.surveys.xlsform.books import asked, book

# It asks again what the draft asks, so that rows are rewritten and none is new.
CONTENT = book(asked(("text", "jabatan", "Dari berkas"), ("text", "kebutuhan", "Dari berkas juga")))


def build(session: Session, world: Any) -> dict[str, Any]:
    """The world's draft has the file that it came from."""
    kept = SurveyXlsform(survey_id=world.draft.id, filename="formulir.xlsx", content=CONTENT, settings={})
    session.add(kept)
    return {}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "manage_xlsform": lambda w: {"key": w.draft.key},
}
