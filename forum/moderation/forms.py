"""Shape of the forms of moderation. Lengths are the services' to refuse, so that the text comes back whole."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from core.web.forms import BaseForm
from forum.discussion.models import TopicPost
from forum.moderation.enums import REASON_LABELS, AppealState
from forum.moderation.house_rules import LONGEST, MOST_DAYS
from forum.moderation.rules import LONGEST as LONGEST_WORDS

_LINE = 90
_ROWS = {"rows": "5"}


class ConfirmForm(BaseForm):
    """Only the token."""


def _reasons() -> list[tuple[str, str]]:
    return [(str(reason), gettext(label)) for reason, label in REASON_LABELS.items()]


class ReportForm(BaseForm):
    """Why a post should not stand."""

    reason = RadioField(_l("Alasan"), [InputRequired()], validate_choice=False)
    note = TextAreaField(
        _l("Penjelasan (boleh kosong)"),
        description=_l("Hanya moderator yang membacanya. Jangan menulis nama atau data diri Anda."),
        render_kw={"rows": "4"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = _reasons()


class RulingForm(BaseForm):
    """What the author will read; `seen` is the state of the post that the moderator read."""

    seen = HiddenField()
    text = TextAreaField(_l("Penjelasan untuk penulis"), [InputRequired()], render_kw=_ROWS)

    @property
    def seen_edits(self) -> int:
        told = self.seen.data or ""
        return int(told) if told.isdecimal() and len(told) < len("1000000000") else -1


class ReasonedForm(RulingForm):
    """A reason from the list as well."""

    reason = RadioField(_l("Alasan"), [InputRequired()])
    text = TextAreaField(
        _l("Penjelasan untuk penulis"),
        [InputRequired()],
        description=_l(
            "Tulis bagian mana yang melanggar dan apa yang dapat dilakukan penulis. Teks ini dibaca penulis"
            " dan masuk catatan moderasi: jangan mengutip data pribadi."
        ),
        render_kw=_ROWS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = _reasons()


class KeepForm(RulingForm):
    """The post stands; a note for the log is optional."""

    text = TextAreaField(_l("Catatan (boleh kosong)"), render_kw=_ROWS)


class MergeForm(RulingForm):
    """The post that says the same."""

    target = SelectField(_l("Tulisan yang sama isinya"), [InputRequired()])

    def offer(self, posts: list[TopicPost]) -> "MergeForm":
        """The first words of each post."""
        self.target.choices = [(post.key, post.body[:_LINE]) for post in posts]
        return self


class AnswerForm(BaseForm):
    """What another moderator says about an objection."""

    outcome = RadioField(_l("Keputusan"), [InputRequired()])
    text = TextAreaField(
        _l("Penjelasan untuk penulis"),
        [InputRequired()],
        description=_l("Jawab apa yang ditulis penulis dalam keberatannya."),
        render_kw=_ROWS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = [
            (str(AppealState.UPHELD), gettext("Keputusan tetap: tulisan tetap disembunyikan")),
            (str(AppealState.OVERTURNED), gettext("Keberatan diterima: tulisan tampil lagi")),
        ]


class AppealForm(BaseForm):
    """Why the author finds a decision wrong."""

    text = TextAreaField(
        _l("Keberatan Anda"),
        description=_l(
            "Jelaskan mengapa tulisan itu seharusnya tampil. Moderator lain membacanya."
            " Paling panjang %(longest)s karakter.",
            longest=LONGEST_WORDS,
        ),
        render_kw={"rows": "6", "required": True},
    )


class HouseRulesForm(BaseForm):
    """The office's own rules, and how long a report may wait."""

    rules_id = TextAreaField(
        _l("Tata tertib"), [Length(max=LONGEST)], description=_l("Kosongkan untuk memakai teks bawaan.")
    )
    rules_en = TextAreaField(_l("Tata tertib dalam bahasa Inggris"), [Length(max=LONGEST)])
    days = IntegerField(
        _l("Ingatkan moderator sesudah (hari kerja)"), [InputRequired(), NumberRange(1, MOST_DAYS)]
    )

    def values(self) -> dict[str, str]:
        """The values of the site."""
        return {
            "forum_rules_id": (self.rules_id.data or "").replace("\r\n", "\n").strip(),
            "forum_rules_en": (self.rules_en.data or "").replace("\r\n", "\n").strip(),
            "moderation_days": str(self.days.data),
        }
