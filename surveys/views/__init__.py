"""Pages of the surveys slice."""
