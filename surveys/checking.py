"""What stands in the way of publishing, and what its author should know, each with the question it is about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.errors import N_, Invalid
from surveys import reaching
from surveys.definition import QuestionDef, pages_of
from surveys.expressions import ExpressionError, Tree, names_in, nodes_of, parse
from surveys.logic import (
    CALCULATED,
    CALCULATION,
    CHOICE_FILTER,
    CONSTRAINT,
    EXPRESSIONS,
    RELEVANT,
    REQUIRED,
    depends_on,
    slots_in,
    tree_of,
)
from surveys.questions import answerable, kind_of
from surveys.questions.image import IN_A_SURVEY

LABELS = {
    RELEVANT: N_("Tampilkan hanya bila"),
    REQUIRED: N_("Wajib diisi bila"),
    CONSTRAINT: N_("Jawaban diterima bila"),
    CALCULATION: N_("Rumus"),
    CHOICE_FILTER: N_("Saring pilihan dengan"),
}
# Functions that hand on the text they are given.
_HAND_ON = frozenset({"coalesce", "once", "concat", "normalize-space", "substr", "string", "selected-at", "if",
                      "jr:choice-name", "format-date"})  # fmt: skip
_CLOCK = frozenset({"today", "now"})


@dataclass(frozen=True)
class Problem:
    """One finding. `stops`: it must be mended before publishing."""

    question: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    stops: bool = True


def problems_of(questions: Sequence[QuestionDef]) -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful, in the order of the questions; what stops comes first."""
    found = [*_one_by_one(questions), *_circles(questions), *_later(questions), *_pictures(questions)]
    if not any(problem.stops for problem in found):
        found += [*_never(questions), *_untranslated(questions)]
    order = {question.name: place for place, question in enumerate(questions)}
    return tuple(sorted(found, key=lambda p: (not p.stops, order.get(p.question, -1))))


def require_publishable(questions: Sequence[QuestionDef]) -> None:
    """Raise Invalid with the first thing that must be mended."""
    for problem in problems_of(questions):
        if problem.stops:
            raise Invalid(problem.message, **problem.params)


def _one_by_one(questions: Sequence[QuestionDef]) -> Iterator[Problem]:
    known = {part.name for part in answerable(questions)} | {question.name for question in questions}
    texts = {part.name for part in answerable(questions) if kind_of(part).is_own}
    leaking = _leaking(questions, texts)
    for question in questions:
        for what in EXPRESSIONS:
            yield from _expression(question, what, known)
        for text in (question.label_id, question.label_en, question.help_id, question.help_en):
            for name in slots_in(text):
                if name not in known:
                    yield _unknown(question, N_("Pertanyaan"), name)
        calculation = tree_of(question, CALCULATION)
        if question.kind == CALCULATED and calculation is None and not question.logic.get(CALCULATION):
            yield Problem(
                question.name, N_("“%(label)s” belum mempunyai rumus."), {"label": question.label_id}
            )
        if question.name in leaking:
            yield Problem(
                question.name,
                N_(
                    "Rumus “%(label)s” menyalin tulisan bebas. Hitung angkanya saja, misalnya dengan string-length."
                ),
                {"label": question.label_id},
            )
        if any(n[0] == "fn" and n[1] in _CLOCK for n in nodes_of(calculation)):
            yield Problem(
                question.name,
                N_("Rumus “%(label)s” menyimpan hari atau jam mengisi. Pada jawaban anonim itu tidak boleh."),
                {"label": question.label_id},
            )


def _expression(question: QuestionDef, what: str, known: set[str]) -> Iterator[Problem]:
    text = str(question.logic.get(what, ""))
    if not text.strip():
        return
    try:
        tree = parse(text)
    except ExpressionError as error:
        yield Problem(question.name, error.message, error.params)
        return
    for name in sorted(names_in(tree) - known):
        yield _unknown(question, LABELS[what], name)
    for node in nodes_of(tree):
        if node[0] == "@" and what != CHOICE_FILTER:
            yield Problem(
                question.name,
                N_(
                    "“%(where)s” pada “%(label)s”: “%(name)s” tanpa ${…} hanya berarti pada saringan pilihan."
                ),
                {"where": LABELS[what], "label": question.label_id, "name": node[1]},
            )
        if node[0] == "@" and what == CHOICE_FILTER and not _is_column(question, node[1]):
            yield Problem(
                question.name,
                N_("Pilihan “%(label)s” tidak mempunyai kolom “%(name)s” yang dipakai saringannya."),
                {"label": question.label_id, "name": node[1]},
            )


def _is_column(question: QuestionDef, name: str) -> bool:
    return any(name in option.columns for option in question.written_options)


def _unknown(question: QuestionDef, where: str, name: str) -> Problem:
    return Problem(
        question.name,
        N_(
            "“%(where)s” pada “%(label)s” membaca “%(name)s”, padahal tidak ada pertanyaan dengan nama kolom itu."
        ),
        {"where": where, "label": question.label_id, "name": name},
    )


def _leaking(questions: Sequence[QuestionDef], texts: set[str]) -> set[str]:
    """Calculated questions whose value may hold words that somebody wrote: no withdrawal would find them."""
    leaking: set[str] = set()
    while True:
        more = {
            q.name
            for q in questions
            if q.kind == CALCULATED and _hands_on(tree_of(q, CALCULATION), texts | leaking)
        }
        if more <= leaking:
            return leaking
        leaking |= more


def _hands_on(tree: Tree, texts: set[str]) -> bool:
    if not isinstance(tree, list):
        return False
    if tree[0] == "$":
        return tree[1] in texts
    return tree[0] == "fn" and tree[1] in _HAND_ON and any(_hands_on(part, texts) for part in tree[2:])


def _circles(questions: Sequence[QuestionDef]) -> Iterator[Problem]:
    """Questions that hang on themselves through what opens, fills or requires them."""
    graph = depends_on(questions, (RELEVANT, REQUIRED, CALCULATION, CHOICE_FILTER))
    labels = {question.name: question.label_id for question in questions}
    told: set[str] = set()
    for name in graph:
        way = _way_back(name, graph)
        if way and not told & set(way):
            told |= set(way)
            yield Problem(
                name,
                N_("Lingkaran: %(way)s. Jawaban yang satu menunggu yang lain."),
                {"way": " → ".join(f"“{labels.get(one, one)}”" for one in (*way, way[0]))},
            )


def _way_back(start: str, graph: Mapping[str, set[str]]) -> list[str]:
    """The shortest way from a question through what it reads back to itself; empty where there is none."""
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    for way in ways:
        for name in sorted(graph.get(way[-1], set())):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _later(questions: Sequence[QuestionDef]) -> Iterator[Problem]:
    """What is read must be asked before, at the latest on the same page."""
    page_of = {q.name: number for number, page in enumerate(pages_of(questions)) for q in page}
    computed = {q.name for q in questions if q.kind == CALCULATED}
    labels = {question.name: question.label_id for question in questions}
    for name, reads in depends_on(questions, (RELEVANT, REQUIRED, CHOICE_FILTER)).items():
        for other in sorted(reads - computed):
            if page_of.get(other, 0) > page_of[name]:
                yield Problem(
                    name,
                    N_(
                        "“%(label)s” membaca jawaban “%(other)s”, yang baru ditanyakan di halaman sesudahnya."
                    ),
                    {"label": labels[name], "other": labels[other]},
                )


def _pictures(questions: Sequence[QuestionDef]) -> Iterator[Problem]:
    """A request has a limit, and a photo from a phone may take most of it."""
    asked = [question for question in questions if kind_of(question).is_picture]
    for question in asked[IN_A_SURVEY:]:
        message = N_("Survei ini meminta terlalu banyak foto: paling banyak %(most)d.")
        yield Problem(question.name, message, {"most": IN_A_SURVEY})
    for page in pages_of(questions):
        for question in [question for question in page if question in asked][1:]:
            yield Problem(
                question.name,
                N_(
                    "“%(label)s” adalah foto kedua di halamannya. Satu halaman mengirim satu foto:"
                    " mulai halaman baru di sini."
                ),
                {"label": question.label_id},
            )


def _never(questions: Sequence[QuestionDef]) -> Iterator[Problem]:
    """What the search found no way to; it proves nothing, so it warns."""
    searches = (
        (
            reaching.unreachable,
            N_("Kami tidak menemukan jawaban yang membuka “%(label)s”. Periksa syarat tampilnya."),
        ),
        (reaching.unanswerable, N_("Kami tidak menemukan jawaban “%(label)s” yang diterima syaratnya.")),
    )
    for search, message in searches:
        for question in search(questions):
            yield Problem(question.name, message, {"label": question.label_id}, stops=False)
    for question, value, other in reaching.impossible_options(questions):
        yield Problem(
            question.name,
            N_("“%(label)s” membandingkan dengan pilihan “%(value)s”, yang tidak ada pada “%(other)s”."),
            {"label": question.label_id, "value": value, "other": other.label_id},
            stops=False,
        )


def _untranslated(questions: Sequence[QuestionDef]) -> Iterator[Problem]:
    """Only where the author has begun to translate: many surveys are asked in one language on purpose."""
    if not any(question.label_en for question in questions):
        return
    for question in questions:
        options = (*question.written_options, *question.rows)
        missing = [option.label_id for option in options if not option.label_en]
        shown = kind_of(question).is_shown
        texts = [(question.help_id, question.help_en), (question.section_id, question.section_en)]
        missing += [text for text, english in texts if text and not english]
        if shown and (not question.label_en or missing):
            yield Problem(
                question.name,
                N_("“%(label)s” belum lengkap dalam bahasa Inggris."),
                {"label": question.label_id},
                stops=False,
            )
