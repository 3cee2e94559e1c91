"""What every page knows: the site, the menu, formats."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from flask import Flask, current_app, g, request, url_for
from flask_babel import format_date, format_datetime, format_decimal, gettext

from core.site import Site, site_of
from core.slices import NAV_GROUP_LABELS, NavGroup, NavItem, Slice
from core.web.guard import may_call, viewer
from core.web.i18n import language, read_site_values


class MenuEntry:
    """A menu entry as the template sees it. `current` marks the one that the page belongs to."""

    def __init__(self, item: NavItem) -> None:
        self.label = gettext(item.label)
        self.about = gettext(item.about) if item.about else ""
        self.url = url_for(item.endpoint)
        self.staff, self.own, self.group = item.staff, item.own, item.group
        self.current = False

    def holds(self, path: str) -> bool:
        """Whether a path is this entry's page or one below it."""
        return path == self.url or (self.url != "/" and path.startswith(self.url.rstrip("/") + "/"))


def slices() -> tuple[Slice, ...]:
    """The slices of this application."""
    gathered: tuple[Slice, ...] = current_app.extensions["rembuk_slices"]
    return gathered


def menu() -> list[MenuEntry]:
    """The entries that this visitor may open."""
    items = sorted((item for s in slices() for item in s.navigation), key=lambda item: item.order)
    who = viewer()
    entries = [MenuEntry(item) for item in items if may_call(item.endpoint, who)]
    holding = [entry for entry in entries if entry.holds(request.path)]
    if holding:
        max(holding, key=lambda entry: len(entry.url)).current = True
    return entries


def staff_groups(entries: Iterable[MenuEntry]) -> list[tuple[str, list[MenuEntry]]]:
    """Staff entries under the headings of their groups; the first group has none."""
    groups: dict[NavGroup, list[MenuEntry]] = {group: [] for group in NavGroup}
    for entry in entries:
        if entry.staff:
            groups[entry.group].append(entry)
    return [
        (gettext(NAV_GROUP_LABELS[group]) if NAV_GROUP_LABELS[group] else "", found)
        for group, found in groups.items()
        if found
    ]


def _page_context() -> dict[str, object]:
    entries = menu()
    return {
        "site": site(),
        "navigation": [entry for entry in entries if not entry.staff and not entry.own],
        "own_navigation": [entry for entry in entries if entry.own],
        "staff_navigation": staff_groups(entries),
        "rembuk_version": current_app.config["REMBUK_VERSION"],
    }


def site() -> Site:
    """The installation, read once per request."""
    if "site" not in g:
        g.site = site_of(read_site_values(), language())
    return g.site  # type: ignore[no-any-return]


def unknown_site() -> None:
    """Do without the database for the rest of this request."""
    g.site = Site("Rembuk", "", "", demo=False)


def absolute(path: str) -> str:
    """A path as it stands on paper or in a mail: with the address that people know the office by."""
    base = current_app.config["REMBUK_SETTINGS"].base_url or request.url_root.rstrip("/")
    return f"{base}{path}"


def long_date(value: date | None) -> str:
    """Senin, 23 November 2026."""
    return format_date(value, "EEEE, d MMMM yyyy", rebase=False) if value else ""


def plain_date(value: date | None) -> str:
    """23 November 2026, as below a letter."""
    return format_date(value, "d MMMM yyyy", rebase=False) if value else ""


def date_time(value: datetime | None) -> str:
    """23 November 2026 14.05, in the office's time zone."""
    pattern = "d MMMM yyyy HH.mm" if language() == "id" else "d MMMM yyyy HH:mm"
    return format_datetime(value, pattern) if value else ""


def number(value: Decimal | float | int | None) -> str:
    """1.234.567,89."""
    return format_decimal(value) if value is not None else ""


def rupiah(value: Decimal | int | None) -> str:
    """Rp20.000,00."""
    return "Rp" + format_decimal(value, "#,##0.00") if value is not None else ""


def install_pages(app: Flask) -> None:
    """Register context and filters."""
    app.context_processor(_page_context)
    app.add_template_filter(long_date)
    app.add_template_filter(plain_date)
    app.add_template_filter(date_time)
    app.add_template_filter(number)
    app.add_template_filter(rupiah)
