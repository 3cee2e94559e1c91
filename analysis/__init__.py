"""Free text to development-need themes. Pure Python: no web, no database, no network, no files but its own data."""

from analysis.model import ThemeModel
from analysis.reading import Reading
from analysis.refused import RefusedError
from analysis.report import ThemeReport, ThemeSummary, reading_figures
from analysis.stored import StoredError
from analysis.taxonomy import (
    SHIPPED,
    Example,
    Saying,
    Taxonomy,
    TaxonomyError,
    Theme,
    examples_file,
    parse_taxonomy,
    shipped_taxonomy,
)

__all__ = [
    "SHIPPED",
    "Example",
    "Reading",
    "Saying",
    "RefusedError",
    "StoredError",
    "Taxonomy",
    "TaxonomyError",
    "Theme",
    "ThemeModel",
    "ThemeReport",
    "ThemeSummary",
    "examples_file",
    "parse_taxonomy",
    "reading_figures",
    "shipped_taxonomy",
]
