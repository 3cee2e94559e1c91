"""The regulations behind the SKM: elements, their words, and the bands of quality.

A later rule is a new `Instrument` beside this one; an earlier result keeps its own.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Element:
    """One element of service with its question and the words of its steps 1 to 4."""

    key: str
    name_id: str
    name_en: str
    question_id: str
    question_en: str
    steps_id: tuple[str, str, str, str]
    steps_en: tuple[str, str, str, str]


@dataclass(frozen=True)
class Band:
    """A quality of service: from `floor` upwards, until the next band begins."""

    letter: str
    floor: Decimal
    name_id: str
    name_en: str


@dataclass(frozen=True)
class Instrument:
    """A regulation's questionnaire and its reckoning. Bands run from the best to the lowest."""

    key: str
    name: str
    elements: tuple[Element, ...]
    bands: tuple[Band, ...]
    steps: tuple[int, ...] = (1, 2, 3, 4)
    factor: int = 25

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(element.key for element in self.elements)

    def band(self, ikm: Decimal) -> Band:
        """The band of a published (rounded) index; the lowest one has no floor."""
        return next((band for band in self.bands if ikm >= band.floor), self.bands[-1])


# Letters of a kelurahan cost nothing, so this element is nearly always 4 and lifts the index.
FREE_ELEMENT = "biaya"

PERMENPANRB_14_2017 = Instrument(
    key="permenpanrb-14-2017",
    name="PermenPANRB 14/2017",
    elements=(
        Element(
            "persyaratan",
            "Persyaratan",
            "Requirements",
            "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
            "How well do the requirements fit the kind of service?",
            ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
            ("Do not fit", "Fit poorly", "Fit", "Fit very well"),
        ),
        Element(
            "prosedur",
            "Sistem, Mekanisme, dan Prosedur",
            "System, mechanism and procedure",
            "Bagaimana pendapat Saudara tentang kemudahan prosedur pelayanan di unit ini?",
            "How easy is the procedure of this office?",
            ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
            ("Not easy", "Not very easy", "Easy", "Very easy"),
        ),
        Element(
            "waktu",
            "Waktu Penyelesaian",
            "Time to completion",
            "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
            "How fast is the service given?",
            ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
            ("Not fast", "Not very fast", "Fast", "Very fast"),
        ),
        Element(
            "biaya",
            "Biaya/Tarif",
            "Cost",
            "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
            "How fair is the cost of the service?",
            ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
            ("Very expensive", "Rather expensive", "Cheap", "Free of charge"),
        ),
        Element(
            "produk",
            "Produk Spesifikasi Jenis Pelayanan",
            "Result of the service",
            "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam "
            "standar pelayanan dengan hasil yang diberikan?",
            "How well does what you received match the published service standard?",
            ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
            ("Does not match", "Matches poorly", "Matches", "Matches very well"),
        ),
        Element(
            "kompetensi",
            "Kompetensi Pelaksana",
            "Competence of the staff",
            "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
            "How competent is the staff who served you?",
            ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
            ("Not competent", "Not very competent", "Competent", "Very competent"),
        ),
        Element(
            "perilaku",
            "Perilaku Pelaksana",
            "Conduct of the staff",
            "Bagaimana pendapat Saudara tentang perilaku petugas terkait kesopanan dan keramahan?",
            "How polite and friendly is the staff?",
            (
                "Tidak sopan dan ramah",
                "Kurang sopan dan ramah",
                "Sopan dan ramah",
                "Sangat sopan dan ramah",
            ),
            (
                "Not polite and friendly",
                "Not very polite and friendly",
                "Polite and friendly",
                "Very polite and friendly",
            ),
        ),
        Element(
            "sarpras",
            "Sarana dan Prasarana",
            "Facilities",
            "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
            "How good are the facilities?",
            ("Buruk", "Cukup", "Baik", "Sangat baik"),
            ("Bad", "Fair", "Good", "Very good"),
        ),
        Element(
            "pengaduan",
            "Penanganan Pengaduan, Saran dan Masukan",
            "Handling of complaints and suggestions",
            "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
            "How are complaints of service users handled?",
            (
                "Tidak ada",
                "Ada tetapi tidak berfungsi",
                "Berfungsi kurang maksimal",
                "Dikelola dengan baik",
            ),
            (
                "There is no such thing",
                "It exists but does not work",
                "It does not work as well as it could",
                "It is well run",
            ),
        ),
    ),
    bands=(
        Band("A", Decimal("88.31"), "Sangat Baik", "Very good"),
        Band("B", Decimal("76.61"), "Baik", "Good"),
        Band("C", Decimal("65.00"), "Kurang Baik", "Poor"),
        Band("D", Decimal("25.00"), "Tidak Baik", "Bad"),
    ),
)
CURRENT = PERMENPANRB_14_2017
