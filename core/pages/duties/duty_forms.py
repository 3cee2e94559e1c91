"""Shape of the form that gives a duty."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from core.duties.enums import ScopeKind
from core.slices import DutyObject
from core.units.models import Unit
from core.web.forms import BaseForm


class DutyForm(BaseForm):
    """A duty for the whole office: nothing is left to choose."""

    office_only = True

    def offer(self, units: Sequence[Unit], objects: Sequence[DutyObject]) -> "DutyForm":
        """Fill in what may be chosen."""
        return self

    def scope(self) -> dict[str, object]:
        """What the duty is for, as the service takes it."""
        return {}


class UnitDutyForm(DutyForm):
    """A duty for a unit and all below it."""

    office_only = False

    unit = SelectField(
        _l("Unit"), [InputRequired()], description=_l("Berlaku juga untuk semua unit di bawahnya.")
    )

    def offer(self, units: Sequence[Unit], objects: Sequence[DutyObject]) -> "DutyForm":
        self.unit.choices = [("", gettext("Pilih unit")), *((str(unit.id), unit.name) for unit in units)]
        return self

    def scope(self) -> dict[str, object]:
        return {"unit_id": int(self.unit.data)}


class ObjectDutyForm(DutyForm):
    """A duty for one object."""

    office_only = False

    about = SelectField(_l("Untuk"), [InputRequired()])

    def offer(self, units: Sequence[Unit], objects: Sequence[DutyObject]) -> "DutyForm":
        self.about.choices = [
            ("", gettext("Pilih butir rencana")),
            *((f"{o.kind}/{o.key}", o.title) for o in objects),
        ]
        return self

    def scope(self) -> dict[str, object]:
        kind, key = self.about.data.split("/", 1)
        return {"object_kind": kind, "object_key": key}


class OfficeOrUnitDutyForm(DutyForm):
    """A duty for the whole office, or for a unit and all below it."""

    office_only = False

    unit = SelectField(
        _l("Untuk"), description=_l("Bila memilih unit, berlaku juga untuk semua unit di bawahnya.")
    )

    def offer(self, units: Sequence[Unit], objects: Sequence[DutyObject]) -> "DutyForm":
        self.unit.choices = [("", gettext("Seluruh kantor")), *((str(unit.id), unit.name) for unit in units)]
        return self

    def scope(self) -> dict[str, object]:
        return {"unit_id": int(self.unit.data)} if self.unit.data else {}


FORMS: dict[tuple[ScopeKind, ...], type[DutyForm]] = {
    (ScopeKind.OFFICE,): DutyForm,
    (ScopeKind.UNIT,): UnitDutyForm,
    (ScopeKind.OFFICE, ScopeKind.UNIT): OfficeOrUnitDutyForm,
    (ScopeKind.OBJECT,): ObjectDutyForm,
}
