"""`python -m bench.themes [--answers FOLDER] [--sets FOLDER] [--cache FILE] [--only PART] [--held-out KEY=FILE] [FILES]`.

Without arguments the shipped examples, out of fold. `--answers` names the folder of the answers whose themes are known,
`--held-out` a file of answers kept aside (asn=… or skm=…), `--sets` a folder of labelled .tsv files (columns text and
label); they are read from there and never copied. `--cache` keeps vectors between runs.
"""

from __future__ import annotations

import argparse
import shelve
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from analysis.vectors import VectorCache
from bench.themes import core, corrections, discovery, fresh, guided, read, scale, stability

PARTS = ("guided", "read", "corrections", "discovery", "stability", "fresh", "scale", "core")


def _cache(path: Path | None) -> AbstractContextManager[VectorCache]:
    return shelve.open(str(path)) if path else nullcontext({})


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.themes", description=(__doc__ or "").partition(".")[0])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--held-out", action="append", default=[])
    parser.add_argument("--sets", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--only", choices=PARTS, action="append")
    asked = parser.parse_args()
    wanted = asked.only or (PARTS if asked.sets or asked.answers else ("guided",))
    if "guided" in wanted:
        guided.main(asked.files)
    with _cache(asked.cache) as cache:
        if "read" in wanted and asked.answers:
            read.main(asked.answers, asked.held_out, cache)
        if "corrections" in wanted and asked.answers:
            corrections.main(asked.answers, cache)
        if "discovery" in wanted and asked.sets:
            discovery.main(asked.sets, cache)
        if "stability" in wanted and asked.sets:
            stability.main(asked.sets, cache)
        if "fresh" in wanted and asked.sets:
            fresh.main(asked.sets, cache)
    if "scale" in wanted:
        scale.main()
    if "core" in wanted:
        core.main()


if __name__ == "__main__":
    main()
