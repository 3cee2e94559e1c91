"""How the demo's answer files were made: `python -m bench.make_seed SOURCE OUT`.

SOURCE holds the sample answers (aspirations*.csv, feedback*.csv) and the list of units; the columns
beside the texts are drawn with a fixed seed, so the same source gives the same files.
"""

import csv
import random
import sys
from pathlib import Path

SEED = 2027
ELEMENTS = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarpras",
    "pengaduan",
]
# Invented levels: waiting time, premises and competence are what the sample texts complain about.
LEVEL = dict.fromkeys(ELEMENTS, 3.15) | {
    "waktu": 2.75,
    "sarpras": 2.85,
    "kompetensi": 2.95,
    "pengaduan": 2.9,
    "perilaku": 3.3,
}
PROFILE: dict[str, tuple[list[str], list[float]]] = {
    "jenis_kelamin": (["L", "P"], [1, 1]),
    "usia": (["<20", "20-40", "41-60", ">60"], [1, 6, 5, 1.4]),
    "pendidikan": (["SD", "SMP", "SMA", "D3", "S1", "S2"], [1.5, 2, 6, 1, 3, 0.4]),
    "pekerjaan": (
        [
            "PNS/TNI/Polri",
            "Swasta",
            "Wirausaha",
            "Petani/nelayan",
            "Pelajar/mahasiswa",
            "Ibu rumah tangga",
            "Lainnya",
        ],
        [1, 3, 3, 2, 1.5, 3, 1],
    ),
    "jenis_layanan": (
        [
            "KTP/KK",
            "Domisili",
            "SKTM",
            "Usaha",
            "Kelahiran",
            "Pindah",
            "Pengantar nikah",
            "SKCK",
            "Ahli waris",
        ],
        [1] * 9,
    ),
    "disabilitas": (["tidak", "ya"], [30, 1]),
}
SMALL_UNIT_ANSWERS = 4  # one unit stays under 5, to show suppression


def read(*paths: Path) -> list[dict[str, str]]:
    """All rows; "N/A" stays text."""
    rows = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    return rows


def aspirations(rows: list[dict[str, str]], rng: random.Random) -> list[list[object]]:
    """Each text with a post, ways of learning, urgency and hours."""
    posts, ways = (
        ["pejabat", "pelaksana", "fungsional", "pppk"],
        ["kelas", "praktik", "daring", "magang", "pendampingan"],
    )
    made: list[list[object]] = [["aspirasi", "jabatan", "cara", "mendesak", "jam"]]
    for row in rows:
        chosen = sorted(rng.sample(ways, rng.choices([1, 2, 3], [5, 4, 1])[0]))
        made.append(
            [
                row["text"],
                rng.choices(posts, [1, 5, 2, 3])[0],
                ";".join(chosen) if rng.random() < 0.92 else "",
                rng.choices([1, 2, 3, 4, 5, ""], [1, 2, 5, 7, 4, 1])[0],
                rng.choices([5, 10, 15, 20, 30, 40, ""], [1, 3, 2, 6, 2, 1, 3])[0],
            ]
        )
    return made


CONDITIONS = {"peralatan": 2.3, "waktu": 2.1, "atasan": 3.2, "ruang": 2.7}
SUPPORT = {"waktu": 6, "alat": 4, "pelatih": 3, "biaya": 2}


def beside(rows: list[list[object]], rng: random.Random) -> list[list[object]]:
    """The same rows with a matrix (conditions of work) and a ranking of two (support); now and then none."""
    names = [*(f"kondisi.{name}" for name in CONDITIONS), "dukungan.1", "dukungan.2"]
    made = [[*rows[0], *names]]
    for row in rows[1:]:
        levels: list[object] = [round(min(4, max(1, rng.gauss(level, 0.8)))) for level in CONDITIONS.values()]
        first = rng.choices([*SUPPORT], [*SUPPORT.values()])[0]
        left = {name: weight for name, weight in SUPPORT.items() if name != first}
        second = rng.choices([*left], [*left.values()])[0]
        answered = rng.random() < 0.9
        made.append([*row, *(levels if answered else [""] * 4), first, second if answered else ""])
    return made


def element_value(element: str, theme: str, lift: float, rng: random.Random) -> int | str:
    """A value 1-4 that fits what the text says; now and then none."""
    if rng.random() < 0.012:
        return ""
    if element == "biaya":  # letters are free, so nearly always 4
        return (
            rng.choices([4, 3, 2], [92, 6, 2])[0]
            if theme != "biaya"
            else rng.choices([1, 2, 3], [2, 4, 2])[0]
        )
    if element == theme:
        return rng.choices([1, 2, 3], [2, 4, 1])[0]
    praise = 0.5 if theme == "pujian" else 0.0
    return round(min(4, max(1, rng.gauss(LEVEL[element] + lift + praise, 0.55))))


def feedback(rows: list[dict[str, str]], units: list[str], rng: random.Random) -> list[list[object]]:
    """Each text with its unit, nine values and a profile."""
    small, others = units[-2], [unit for unit in units if unit != units[-2]]
    weights = [60.0] + [float(rng.randint(16, 34)) for _ in others[1:]]
    about = [small] * SMALL_UNIT_ANSWERS + rng.choices(others, weights, k=len(rows) - SMALL_UNIT_ANSWERS)
    rng.shuffle(rows)
    rng.shuffle(about)
    lift = {unit: rng.uniform(-0.18, 0.22) for unit in units}
    made: list[list[object]] = [["unit", *ELEMENTS, *PROFILE, "saran"]]
    for row, unit in zip(rows, about, strict=True):
        theme = {"sarana": "sarpras"}.get(row["theme"], row["theme"])
        values = [element_value(element, theme, lift[unit], rng) for element in ELEMENTS]
        profile = [rng.choices(options, weights)[0] for options, weights in PROFILE.values()]
        made.append([unit, *values, *profile, row["text"]])
    return made


def write(path: Path, rows: list[list[object]]) -> None:
    """Plain CSV, `\\n` line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def main(source: Path, out: Path) -> None:
    """Write both files."""
    rng = random.Random(SEED)
    with (out / "units.csv").open(encoding="utf-8", newline="") as file:
        units = [row["key"] for row in csv.DictReader(file) if row["serves_public"] == "1"]
    write(
        out / "aspirations.csv",
        beside(
            aspirations(read(source / "aspirations.csv", source / "aspirations_dev.csv"), rng),
            random.Random(SEED),
        ),
    )
    write(
        out / "feedback.csv",
        feedback(read(source / "feedback.csv", source / "feedback_dev.csv"), units, rng),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
