"""Jobs, health of the installation, uploads."""
