"""Themes without a taxonomy: groups of answers that say alike things, found, counted and kept as weights.

`spaces` turns answers into rows, `neighbours` moves each towards those like it, `mixture` groups them, `number` says
how many groups hold when answers are drawn again, `going_on` begins with an earlier search, `student` learns to tell
the groups apart and is what is stored.
"""

from analysis.discovery.discover import FEWEST, discover
from analysis.discovery.found import Discovered, restore
from analysis.discovery.steering import Steering, steering_for
from analysis.discovery.stems import StemView

__all__ = ["FEWEST", "Discovered", "Steering", "StemView", "discover", "restore", "steering_for"]
