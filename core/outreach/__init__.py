"""Reaching people: whom, by what, and that nothing goes out twice. For workshops and surveys."""
