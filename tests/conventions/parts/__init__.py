"""Further things of the world, one module per part of the core: what it makes, and its addresses.

Each module has `build(session, world) -> dict` (its things by name, then found in `world.more`) and
`VALUES` like that of `tests.conventions.examples`.
"""
