"""Duties beside the roles, and what a superior sees."""

from core.slices import Slice

PART = Slice(name="duties", blueprints=(), policies={})
