"""Rights of UU 27/2022: own data, consent, erasure, retention."""
