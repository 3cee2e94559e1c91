"""The world that the tests over all routes walk through."""

import pytest
from sqlalchemy.orm import Session

from tests.conventions import examples


@pytest.fixture
def world(session: Session) -> examples.World:
    return examples.build(session)
