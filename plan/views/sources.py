"""The contribution sources of every slice, taken from the running application."""

from sqlalchemy.orm import Session

from core.contributions import ContributionSource, Tracked
from core.web.pages import slices


def contribution_sources() -> tuple[ContributionSource, ...]:
    """Who can list and fetch what people said."""
    return tuple(source for s in slices() for source in s.contributions)


def find_tracked(session: Session, code: str) -> Tracked | None:
    """What a tracking code opens, whichever slice it belongs to."""
    for source in contribution_sources():
        if (found := source.track(session, code)) is not None:
            return found
    return None
