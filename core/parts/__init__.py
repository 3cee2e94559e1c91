"""The parts of the core's slice, one per subject: what is reachable, for whom, under which menu entry."""
