"""Workshops and discussion. Nothing is here yet: the slice begins with its own issue."""
