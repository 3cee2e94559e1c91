"""The slices of the product, in the order of the import contract."""

from core.slice import SLICE as CORE
from core.slices import Slice

SLICES: tuple[Slice, ...] = (CORE,)
