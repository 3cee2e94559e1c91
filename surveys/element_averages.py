"""The average of each SKM element in a cycle, for whoever weighs needs against it."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

from surveys.skm_results import skm_report
from surveys.superiors import feedback_surveys


def element_averages(session: Session, cycle_id: int) -> Mapping[str, Decimal]:
    """Element key -> NRR (1 to 4) of the newest feedback form with SKM; what the gate hides is left out."""
    for survey in feedback_surveys(session, cycle_id):
        report = skm_report(session, survey)
        if report is not None:
            return {row.element.key: row.nrr for row in report.elements if row.nrr is not None}
    return {}
