"""What a job is made of, free of Flask so that services can write jobs."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

# A job reads and computes first, then returns its effect: the writes, which run in one short
# transaction together with the mark that the job is done. So no lock is held while computing.
JobEffect = Callable[[Session], Mapping[str, object] | None]
JobHandler = Callable[[Session, Mapping[str, object]], JobEffect]
