"""Background work: a Job row written in the business transaction, run by the worker."""
