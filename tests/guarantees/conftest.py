"""One of everything, for the promises that hold over all routes."""

import pytest
from sqlalchemy.orm import Session

from tests.conventions import examples


@pytest.fixture
def world(session: Session) -> examples.World:
    return examples.build(session)
