"""Fixtures of the plan's tests."""

from collections.abc import Iterator

import pytest
from flask import Flask

from core.slices import Slice
from tests.plan.factories_themes import Voices


@pytest.fixture
def voices(app: Flask) -> Iterator[Voices]:
    """Contributions that pages can fetch as if a slice had brought them."""
    made = Voices()
    before = app.extensions["rembuk_slices"]
    extra = Slice(name="test", blueprints=(), policies={}, contributions=(made.source,))
    app.extensions["rembuk_slices"] = (*before, extra)
    yield made
    app.extensions["rembuk_slices"] = before
