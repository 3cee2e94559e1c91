"""The contribution sources of every slice, taken from the running application."""

from core.contributions import ContributionSource
from core.web.pages import slices


def contribution_sources() -> tuple[ContributionSource, ...]:
    """Who can list and fetch what people said."""
    return tuple(s.contributions for s in slices() if s.contributions is not None)
