"""Pages of the core: home, accounts, cycles, units, settings."""
