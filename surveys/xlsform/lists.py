"""The lists of choices of a form that is written: as they were named, shared where they are equal."""

from collections.abc import Sequence

from surveys.definition import Option, QuestionDef
from surveys.naming import unused
from surveys.xlsform.names import facts_of
from surveys.xlsform.settings import FACTS, FormSettings

_Words = tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...]


def _words(options: Sequence[Option]) -> _Words:
    return tuple((o.value, o.label_id, o.label_en, tuple(sorted(o.columns.items()))) for o in options)


class Lists:
    """Names every list once; two questions with the same options share one."""

    def __init__(self, settings: FormSettings) -> None:
        self._settings = settings
        self._by_name: dict[str, tuple[Option, ...]] = {}
        for name, stored in settings.unused.items():
            # Read as a question's options are, so that both sides of the comparison are made alike.
            holder = QuestionDef(name=name, kind="single", label_id=name, config={"options": stored})
            self._by_name[name] = holder.written_options

    def name_of(self, question: QuestionDef) -> str:
        """The name under which the options of a question stand."""
        options, wanted = question.written_options, str(facts_of(question, FACTS).get("list", ""))
        if wanted and self._holds(wanted, options):
            return self._take(wanted, options)
        same = (name for name, kept in self._by_name.items() if _words(kept) == _words(options))
        name = next(same, "") if not wanted else ""
        return name or self._take(unused(wanted or question.name, self._by_name, joiner="_"), options)

    def _holds(self, name: str, options: Sequence[Option]) -> bool:
        return name not in self._by_name or _words(self._by_name[name]) == _words(options)

    def _take(self, name: str, options: tuple[Option, ...]) -> str:
        self._by_name.setdefault(name, options)
        return name

    @property
    def columns(self) -> tuple[str, ...]:
        """The further columns, those of the original first."""
        used = [column for options in self._by_name.values() for o in options for column in o.columns]
        return tuple(dict.fromkeys([*(c for c in self._settings.columns if c in used), *used]))

    def rows(self) -> list[dict[str, str]]:
        """The sheet, the lists in the order they had."""
        known = [name for name in self._settings.lists if name in self._by_name]
        return [
            {"list_name": name, "name": o.value, "label_id": o.label_id, "label_en": o.label_en, **o.columns}
            for name in dict.fromkeys([*known, *self._by_name])
            for o in self._by_name[name]
        ]
