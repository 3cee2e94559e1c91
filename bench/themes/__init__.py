"""Themes in free text: how well, how firm, how fast, how large. One JSON line per figure."""
