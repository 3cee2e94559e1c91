"""Workshops and discussion: from an invitation to contributions that can be followed."""
