"""Mail to people: a row in the business transaction, sent by a job, or handed on by a person."""
