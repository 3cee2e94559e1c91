"""Accounts, roles and sessions kept on the server."""
