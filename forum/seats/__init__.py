"""Registration, seats and the waiting list."""
