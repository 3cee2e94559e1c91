"""Settings from the environment (`REMBUK_*`) or a `.env` file; docs/settings.md lists them all."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from dotenv import dotenv_values


@dataclass(frozen=True)
class Settings:
    """What the administrator decides outside the product; everything has a safe default."""

    data: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    base_url: str
    jobs_url: str = field(repr=False)
    mail_url: str = field(repr=False)
    trusted_proxies: int
    log_level: str
    timezone: ZoneInfo
    phone_region: str
    answers_per_minute: int
    least_seconds: int

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")


def outside_values() -> dict[str, str | None]:
    """What `.env` and the environment say; the environment wins."""
    return {**dotenv_values(".env"), **os.environ}


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; the environment wins over `.env`. Creates the data folder and the secret key."""
    values = outside_values() if environ is None else dict(environ)

    def get(name: str, default: str = "") -> str:
        return values.get(f"REMBUK_{name}") or default

    data = Path(get("DATA", "data")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    return Settings(
        data=data,
        database_url=get("DATABASE_URL", f"sqlite:///{data / 'rembuk.sqlite'}"),
        secret_key=get("SECRET_KEY") or _stored_secret_key(data / "secret_key"),
        base_url=get("BASE_URL").rstrip("/"),
        jobs_url=get("JOBS_URL"),
        mail_url=get("MAIL_URL"),
        trusted_proxies=int(get("TRUSTED_PROXIES", "0")),
        log_level=get("LOG_LEVEL", "INFO").upper(),
        timezone=ZoneInfo(get("TZ", "Asia/Makassar")),
        phone_region=get("PHONE_REGION", "ID").upper(),
        answers_per_minute=int(get("ANSWERS_PER_MINUTE", "240")),
        least_seconds=int(get("LEAST_SECONDS", "3")),
    )


def _stored_secret_key(path: Path) -> str:
    """The key made at the first start.

    It is written beside its place and linked there, so that of two starting processes both use
    the same, whole key.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
