"""The staff register: people of the office, who need no account."""
