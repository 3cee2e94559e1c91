"""Shape of the forms of the discussion."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from core.slices import TopicSubject
from core.web.forms import BaseForm
from core.web.i18n import localized
from forum.discussion.enums import ABOUT_LABELS, About, Identity
from forum.discussion.rules import LONGEST
from forum.discussion.services import TopicFacts

TEXT, TITLE = 8000, 160


class ConfirmForm(BaseForm):
    """Only the token."""


class PostForm(BaseForm):
    """What somebody writes. Its length is the service's to refuse, so that the text comes back whole."""

    body = TextAreaField(
        _l("Tulisan Anda"),
        description=_l("Paling panjang %(longest)s karakter.", longest=LONGEST),
        render_kw={"rows": "6", "required": True},
    )


class TopicForm(BaseForm):
    """A topic: what it is about, its texts, who may write and under what name."""

    about = SelectField(_l("Tentang"), [InputRequired()])
    title_id = StringField(_l("Judul"), [DataRequired(), Length(max=TITLE)])
    title_en = StringField(_l("Judul dalam bahasa Inggris"), [Length(max=TITLE)])
    intro_id = TextAreaField(
        _l("Pengantar"), [Length(max=TEXT)], description=_l("Apa yang ingin Anda dengar, dan untuk apa.")
    )
    intro_en = TextAreaField(_l("Pengantar dalam bahasa Inggris"), [Length(max=TEXT)])
    identity = RadioField(_l("Nama penulis"), [InputRequired()], default=Identity.PSEUDONYM)
    guests = BooleanField(_l("Orang tanpa akun boleh menulis"))

    def offer(self, subjects: Sequence[TopicSubject]) -> None:
        """What a topic can be about, and the two rules about names."""
        self.about.choices = [
            (
                subject_value(s),
                f"{gettext(ABOUT_LABELS[About(s.kind)]).capitalize()}: {localized(s, 'title')}",
            )
            for s in subjects
        ]
        self.identity.choices = [
            (
                str(Identity.PSEUDONYM),
                gettext("Nama samaran: tidak seorang pun, juga petugas, tahu siapa yang menulis"),
            ),
            (str(Identity.NAME), gettext("Nama akun: setiap orang melihat siapa yang menulis")),
        ]

    def facts(self) -> TopicFacts:
        """What was written, for the service."""
        return TopicFacts(
            title_id=self.title_id.data.strip(),
            title_en=(self.title_en.data or "").strip(),
            intro_id=(self.intro_id.data or "").strip(),
            intro_en=(self.intro_en.data or "").strip(),
            identity=Identity(self.identity.data),
            guests=self.guests.data,
        )


class CloseForm(BaseForm):
    """The outcome of a topic."""

    outcome_id = TextAreaField(
        _l("Hasil diskusi"),
        [DataRequired(), Length(max=TEXT)],
        description=_l("Apa yang disimpulkan dan apa yang akan dilakukan. Semua orang dapat membacanya."),
    )
    outcome_en = TextAreaField(_l("Hasil dalam bahasa Inggris"), [Length(max=TEXT)])


def subject_value(subject: TopicSubject) -> str:
    """A subject as the value of a choice."""
    return f"{subject.kind}:{subject.key}"
