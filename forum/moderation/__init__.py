"""Reports, decisions with reasons, appeals."""
