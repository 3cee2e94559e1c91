"""The staff register: people, posts, titles, holidays."""

from core.slices import Slice

PART = Slice(name="staff", blueprints=(), policies={})
