"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.slices import Slice

PART = Slice(name="moderation", blueprints=(), policies={})
