"""Keputusan: what the office answers to each contribution, with its reason in plain words."""
