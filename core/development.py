"""Kinds of development by their SIASN codes, and whether they are classical (in a class) or not."""

from dataclasses import dataclass

from core.errors import N_


@dataclass(frozen=True)
class DevelopmentKind:
    """One SIASN code. Two-language data, so templates show it with the `text` filter."""

    code: int
    name_id: str
    name_en: str
    classical: bool

    @property
    def path(self) -> str:
        """The jalur as a source string."""
        return CLASSICAL if self.classical else NON_CLASSICAL


CLASSICAL = N_("Klasikal")
NON_CLASSICAL = N_("Nonklasikal")

_ROWS = (
    (1, "Diklat Struktural", "Structural training", True),
    (2, "Diklat Fungsional", "Functional training", True),
    (3, "Diklat Teknis", "Technical training", True),
    (4, "Workshop", "Workshop", True),
    (5, "Pelatihan Manajerial", "Managerial training", True),
    (6, "Pelatihan Sosial Kultural", "Socio-cultural training", True),
    (7, "Sosialisasi", "Information session", True),
    (8, "Bimbingan Teknis", "Technical guidance", True),
    (9, "Seminar", "Seminar", True),
    (10, "Magang", "Internship", False),
    (11, "Kursus", "Course", True),
    (12, "Penataran", "Upgrading course", True),
    (13, "Pelatihan klasikal lainnya", "Other classical training", True),
    (14, "Coaching", "Coaching", False),
    (15, "Mentoring", "Mentoring", False),
    (16, "E-Learning", "E-learning", False),
    (17, "Pelatihan Jarak Jauh", "Distance training", False),
    (18, "Detasering", "Secondment", False),
    (19, "Pembelajaran Alam Terbuka", "Outdoor learning", False),
    (20, "Benchmarking", "Benchmarking", False),
    (21, "Pertukaran PNS-swasta/BUMN/BUMD", "Exchange with private or state enterprises", False),
    (22, "Belajar Mandiri", "Self-study", False),
    (23, "Komunitas Belajar", "Learning community", False),
    (24, "Bimbingan di Tempat Kerja", "On-the-job guidance", False),
    (25, "Nonklasikal lainnya", "Other non-classical development", False),
)
DEVELOPMENT_KINDS = {row[0]: DevelopmentKind(*row) for row in _ROWS}
