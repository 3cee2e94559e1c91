"""Who was there: check-in, attendance list, certificates."""
