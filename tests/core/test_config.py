"""Settings, and the key that is made once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.config import load_settings


def test_defaults_are_safe(tmp_path: Path) -> None:
    settings = load_settings({"REMBUK_DATA": str(tmp_path / "baru")})
    assert settings.database_url == f"sqlite:///{tmp_path / 'baru' / 'rembuk.sqlite'}"
    assert (settings.trusted_proxies, settings.secure_cookies, str(settings.timezone)) == (
        0,
        False,
        "Asia/Makassar",
    )


def test_the_key_is_made_once_and_only_ours_to_read(tmp_path: Path) -> None:
    first = load_settings({"REMBUK_DATA": str(tmp_path)})
    second = load_settings({"REMBUK_DATA": str(tmp_path)})
    assert len(first.secret_key) == 64
    assert first.secret_key == second.secret_key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _n: load_settings({"REMBUK_DATA": str(tmp_path)}).secret_key, range(40)))
    assert len(keys) == 1
    assert len(keys.pop()) == 64


def test_a_given_key_wins_and_is_not_stored(tmp_path: Path) -> None:
    settings = load_settings({"REMBUK_DATA": str(tmp_path), "REMBUK_SECRET_KEY": "diberi"})
    assert settings.secret_key == "diberi"
    assert list(tmp_path.iterdir()) == []


def test_secrets_do_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "REMBUK_DATA": str(tmp_path),
            "REMBUK_SECRET_KEY": "kunci-rahasia",
            "REMBUK_DATABASE_URL": "postgresql://rembuk:sandi-rahasia@db/rembuk",
            "REMBUK_MAIL_URL": "smtp://kantor:sandi-rahasia@mail.example.go.id",
        }
    )
    assert "rahasia" not in repr(settings)


def test_cookies_are_secure_where_the_address_is(tmp_path: Path) -> None:
    settings = load_settings({"REMBUK_DATA": str(tmp_path), "REMBUK_BASE_URL": "https://rembuk.example/"})
    assert (settings.secure_cookies, settings.base_url) == (True, "https://rembuk.example")
