"""Settings of the office, mail, outbox, first steps."""
