"""Invitations with a code: one answer each, and nothing that leads from the one to the other."""
