"""Repeatable measurements: `make bench` prints one JSON line per figure."""
