"""How heavy the first page of a form is: what a phone on a poor network waits for before it can begin."""

import gzip
from pathlib import Path

from flask import current_app

from core import nonces
from core.web.i18n import language
from core.web.server import now
from surveys.definition import definition_of, drafted
from surveys.filling import Filling
from surveys.models import Survey, SurveyVersion
from surveys.views.form_page import form_page

FIRST_FLIGHT = 14_600
"""Compressed bytes that come with the first answer of the network; more needs another round trip."""


def first_page_bytes(survey: Survey) -> int:
    """Compressed bytes of the first page as it is written now, with the style sheet, without optional scripts."""
    # Belongs to no survey and no session: it is only shown.
    version = SurveyVersion(number=1, definition=definition_of(drafted(survey.questions)))
    nonce = nonces.new_nonce()
    filling = Filling(version, language(), nonce=nonce, one_page=survey.one_page, now=now())
    page = form_page(survey, None, filling)
    style = Path(str(current_app.static_folder)) / "style.css"
    return sum(len(gzip.compress(part, 6)) for part in (page.encode(), style.read_bytes()))
