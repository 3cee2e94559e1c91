"""Organisation units: the offices that people belong to and that citizens visit."""
