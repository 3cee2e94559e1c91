"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.slices import Slice
from forum.seats.staffing import follow
from forum.workshops import followers

followers.add(follow)

PART = Slice(name="seats", blueprints=(), policies={})
