"""The audit log, consent, one's own data, erasure, retention."""
