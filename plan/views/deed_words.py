"""Who drew an edge and by what act, as a sentence."""

from collections.abc import Sequence

from flask_babel import gettext

from core.web.pages import date_time, slices
from plan.ledger_queries import Edge


def deed_words(edges: Sequence[Edge]) -> dict[Edge, str]:
    """For each edge: "Ibu Ana menerima tema, 23 November 2026 14.05"."""
    actions = {action: words for s in slices() for action, words in s.actions.items()}
    return {
        edge: gettext(
            "%(who)s %(did)s, %(when)s",
            who=edge.actor or gettext("Sistem"),
            did=gettext(actions.get(edge.action, edge.action)),
            when=date_time(edge.at),
        )
        for edge in edges
    }
