"""Many answers: seconds and memory, each size in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from analysis import ThemeModel
from analysis.encoders import choose_encoders
from analysis.normalise import IndonesianNormaliser
from analysis.resources import read_rows
from analysis.vectors import VectorCache, encode_all
from bench.themes.figures import emit, peak_mib, timed

LEXICAL = (1_000, 10_000, 100_000)
ENCODED = 1_000
MANY_ENCODED = 10_000


def main() -> None:
    for case in (*(str(size) for size in LEXICAL), "encoded", "many encoded"):
        subprocess.run([sys.executable, "-m", "bench.themes.scale", case], check=True)


def lexical(size: int) -> None:
    texts = list(answers(size))
    model, seconds = timed(lambda: ThemeModel(None, encoders="none").fit(texts))
    emit(f"scale/lexical/{size}", "seconds", seconds)
    emit(f"scale/lexical/{size}", "peak_mib", peak_mib())
    emit(f"scale/lexical/{size}", "themes", len(model.report_.themes))
    read = list(zip(texts, model.readings_, strict=True))[size // 10 :]
    before = [(text, one.theme or "", one.confidence) for text, one in read]
    _, onward = timed(lambda: ThemeModel(None, encoders="none", before=before).fit(texts))
    emit(f"scale/lexical/{size}", "going on with a tenth new, seconds", onward)
    emit(f"scale/lexical/{size}", "going on, peak_mib", peak_mib())


def encoded(size: int) -> None:
    """A fit against encoding alone, and the same fit again with the vectors kept."""
    texts = list(answers(size))
    normalise = IndonesianNormaliser()
    wordings = [normalise(text).wording for text in texts]
    encoders = choose_encoders("auto")
    _, alone = timed(lambda: [encode_all(encoder, wordings, {}) for encoder in encoders])
    emit(f"scale/encoded/{size}", "encoding alone, seconds", alone)
    for taxonomy in ("asn", None):
        _encoded(texts, taxonomy, alone)


def many_encoded(size: int) -> None:
    """Memory with encoders, under a list and without one, vectors kept between them."""
    texts, cache = list(answers(size)), dict[str, bytes]()
    for taxonomy in ("asn", None):
        _, seconds = timed(partial(ThemeModel(taxonomy, cache=cache).fit, texts))
        case = f"scale/encoded/{size}/{taxonomy or 'none'}"
        emit(case, "seconds" if taxonomy else "seconds, vectors kept", seconds)
        emit(case, "peak_mib", peak_mib())


def _encoded(texts: list[str], taxonomy: str | None, alone: float) -> None:
    cache: VectorCache = {}
    _, whole = timed(lambda: ThemeModel(taxonomy, cache=cache).fit(texts))
    _, again = timed(lambda: ThemeModel(taxonomy, cache=cache).fit(texts))
    case = f"scale/encoded/{len(texts)}/{taxonomy or 'none'}"
    emit(case, "fit over encoding alone", whole / alone)
    emit(case, "again, seconds", again)
    emit(case, "peak_mib", peak_mib())


def answers(size: int) -> Iterator[str]:
    """Different answers put together from halves of the shipped examples: their words, not their sentences."""
    halves = [row["text"].split() for row in read_rows("asn.csv")]
    count = len(halves)
    for number in range(size):
        first, second = halves[number % count], halves[(number * 7 + number // count * 13 + 1) % count]
        yield " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]])


if __name__ == "__main__":
    if sys.argv[1] == "encoded":
        encoded(ENCODED)
    elif sys.argv[1] == "many encoded":
        many_encoded(MANY_ENCODED)
    else:
        lexical(int(sys.argv[1]))
