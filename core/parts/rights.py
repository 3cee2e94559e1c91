"""The audit log, one's own data, consent, retention."""

from core.slices import Slice

PART = Slice(name="rights", blueprints=(), policies={})
