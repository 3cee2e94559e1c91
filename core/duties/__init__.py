"""Duties beside the roles: superior, checker, signer, partner, auditor, feedback officer."""
