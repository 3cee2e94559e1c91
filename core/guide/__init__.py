"""The first steps of an installation, read off its data."""
