"""Pages of registration, for everybody, for who registered, and for staff."""
