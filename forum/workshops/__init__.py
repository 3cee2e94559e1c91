"""Workshops: what, when, where, how many seats, and the form that is asked."""
