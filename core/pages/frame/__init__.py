"""Home, health, cycles, units, and where staff begin."""
