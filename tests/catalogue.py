"""`make catalogue`: extract the source strings, merge them into English, compile.

Prints what still lacks a translation. The test in tests/conventions holds the catalogue complete.
"""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent.parent
TRANSLATIONS = HERE / "rembuk" / "translations"
# Fixed, so that the compiled file depends on nothing but the messages.
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Rembuk\\n"
"Report-Msgid-Bugs-To: -\\n"
"POT-Creation-Date: 2026-11-23 00:00+0000\\n"
"PO-Revision-Date: 2026-11-23 00:00+0000\\n"
"Last-Translator: Rembuk\\n"
"Language-Team: English\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
KEYWORDS = ["N_", "_l", "lazy_gettext"]


def pybabel(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *arguments], cwd=HERE, check=True)


def main() -> None:
    template = HERE / "build" / "messages.pot"
    template.parent.mkdir(exist_ok=True)
    english = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
    english.parent.mkdir(parents=True, exist_ok=True)
    keywords = [argument for keyword in KEYWORDS for argument in ("-k", keyword)]
    folders = ["analysis", "core", "forum", "plan", "rembuk", "surveys", "templates"]
    pybabel(
        "-q", "extract", "-F", str(TRANSLATIONS / "babel.cfg"), *keywords,
        "--no-location", "--sort-output", "--omit-header", "-o", str(template), *folders,
    )  # fmt: skip
    if english.exists():
        pybabel(
            "-q", "update", "-i", str(template), "-d", str(TRANSLATIONS), "-l", "en",
            "--no-fuzzy-matching", "--ignore-obsolete", "--omit-header",
        )  # fmt: skip
    else:
        pybabel("-q", "init", "-i", str(template), "-d", str(TRANSLATIONS), "-l", "en")
    english.write_text(
        HEADER + re.sub(r'\Amsgid ""\nmsgstr ""\n(?:".*"\n)*\n', "", english.read_text().lstrip())
    )
    pybabel("-q", "compile", "-d", str(TRANSLATIONS), "-l", "en")


if __name__ == "__main__":
    main()
