"""Jobs, uploads, and the state of the installation."""

from core.slices import Slice

PART = Slice(name="upkeep", blueprints=(), policies={})
