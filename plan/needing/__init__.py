"""Needs grown up: competency and gap, the steps to a priority, and what no course solves."""
