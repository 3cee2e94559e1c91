"""The slices of the product, in the order of the import contract."""

from core.slice import SLICE as CORE
from core.slices import Slice
from forum.slice import SLICE as FORUM
from plan.slice import SLICE as PLAN
from surveys.slice import SLICE as SURVEYS

SLICES: tuple[Slice, ...] = (CORE, SURVEYS, FORUM, PLAN)
