"""Planning cycles (siklus): the frame that every survey, theme and plan item stands in."""
