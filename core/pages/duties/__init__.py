"""Administrators give and end duties."""
