"""One of everything, for the promises that hold over all routes."""

import os

import pytest
from sqlalchemy.orm import Session

from tests.conventions import examples

# Minutes per address: only in `make soak`, and never skipped elsewhere, because it is not there.
collect_ignore = [] if os.environ.get("REMBUK_SOAK") else ["test_sqlmap.py"]


@pytest.fixture
def world(session: Session) -> examples.World:
    return examples.build(session)
