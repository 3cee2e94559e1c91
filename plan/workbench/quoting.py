"""Choose which words speak for a theme. Everybody reads them once the theme is a need that enough stand behind."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import audit
from core.contributions import ContributionRef
from core.errors import N_, Invalid
from plan.deciding import begin_deciding
from plan.linking import root_of
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.needs import show_quote


def choose_quotes(
    session: Session, run: ThemeRun, *, refs: Sequence[ContributionRef], shown: bool, actor_id: int | None
) -> int:
    """Mark these as quotes of their themes, or not any more; where a theme is a need, there too."""
    begin_deciding(session, run)
    if not refs:
        raise Invalid(N_("Pilih dahulu masukannya."))
    for ref in refs:
        own = (
            ThemeAssignment.run_id == run.id,
            ThemeAssignment.contribution_kind == ref.kind,
            ThemeAssignment.contribution_key == ref.key,
            ThemeAssignment.contribution_field == ref.field,
            ThemeAssignment.rank == 1,
        )
        theme = session.scalar(select(Theme).join(ThemeAssignment).where(*own))
        if theme is None:
            raise Invalid(
                N_("Masukan yang belum terklasifikasi belum punya tema. Pindahkan dahulu ke sebuah tema.")
            )
        session.execute(update(ThemeAssignment).where(*own).values(is_quote=shown))
        need = root_of(theme).need
        if need is not None:
            show_quote(session, need, ref=ref, shown=shown, actor_id=actor_id)
    audit.record(
        session,
        actor_id=actor_id,
        action="theme.quote",
        kind="theme_run",
        key=str(run.id),
        contributions=len(refs),
        shown=shown,
    )
    return len(refs)
