"""Applications on databases of their own, copied from one that was migrated once."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import make_url

from core.db import db
from rembuk.app import create_app
from tests.conftest import make_app, settings_for
from tests.postgres import server_uri


@cache
def _migrated(engine_name: str) -> str:
    """Where the migrated, empty database is: a file's path or a name."""
    app = make_app(Path(tempfile.mkdtemp(prefix="rembuk-attack-")), engine_name)
    with app.app_context():
        url = db.engine.url
        db.session.remove()
        if engine_name == "sqlite":
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return str(url.database)


def fresh_app(data: Path, engine_name: str) -> Flask:
    """An application whose database is a copy."""
    origin = _migrated(engine_name)
    settings = settings_for(data, engine_name)
    target = str(make_url(settings.database_url).database)
    if engine_name == "sqlite":
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, target)
    else:
        with psycopg.connect(server_uri(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {target}".encode())
            connection.execute(f"CREATE DATABASE {target} TEMPLATE {origin}".encode())
    app = create_app(settings)
    app.config["TESTING"] = True
    return app
