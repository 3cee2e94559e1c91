"""The backup file: a plain tar whose last member, the manifest, has the hash of all others."""

import hashlib
import json
import re
import tarfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from rembuk.safety import SafetyError

FORMAT = 1
MANIFEST = "manifest.json"
SECRET_KEY = "secret_key"  # noqa: S105  a member's name
BLOCK = 1024 * 1024
# What may be in a backup: nothing else is ever written to disk from one.
MEMBER = re.compile(r"database\.(sqlite|dump)|secret_key|uploads/([0-9a-f]{2})/\2[0-9a-f]{30}")


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `uploads` and `secret_key` tell whether they are in it."""

    version: str
    revision: str
    engine: str
    made_at: str
    rows: dict[str, int]
    uploads: bool
    secret_key: bool
    members: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class _Hashing:
    """Passes a file through and keeps its hash."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.sha256 = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.sha256.update(block)
        return block


class Writer:
    """Adds members one after the other; nothing is held in memory but one block."""

    def __init__(self, target: IO[bytes]) -> None:
        self.tar = tarfile.TarFile(fileobj=target, mode="w", format=tarfile.PAX_FORMAT)
        self.members: dict[str, str] = {}

    def _head(self, name: str, size: int) -> tarfile.TarInfo:
        head = tarfile.TarInfo(name)
        head.size, head.mode, head.mtime = size, 0o600, int(time.time())
        return head

    def add(self, name: str, path: Path) -> None:
        """Add a file; its hash is taken from the very bytes that are written."""
        with path.open("rb") as source:
            passing = _Hashing(source)
            self.tar.addfile(self._head(name, path.stat().st_size), passing)
        self.members[name] = passing.sha256.hexdigest()

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest: only a backup that got this far is one."""
        content = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
        self.tar.addfile(self._head(MANIFEST, len(content)), BytesIO(content))
        self.tar.close()


def _read_manifest(source: IO[bytes]) -> Manifest:
    content: dict[str, Any] = json.loads(source.read(64 * BLOCK))
    if content.get("format") != FORMAT:
        raise SafetyError("this backup has a format that this version does not know; use a newer Rembuk")
    return Manifest(**content)


Keep = Callable[[str, IO[bytes]], None]


def read(path: Path, keep: Keep | None = None) -> Manifest:
    """Read a backup to its end and compare every hash; `keep` gets each member to write it down."""
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(path, mode="r:") as tar:
            for member in tar:
                source = tar.extractfile(member) if member.isreg() else None
                if source is None or (member.name != MANIFEST and not MEMBER.fullmatch(member.name)):
                    raise SafetyError(f"{path} holds something that no backup has")
                if member.name == MANIFEST:
                    manifest = _read_manifest(source)
                    continue
                passing = _Hashing(source)
                if keep is not None:
                    keep(member.name, passing)  # type: ignore[arg-type]
                while passing.read(BLOCK):
                    pass
                found[member.name] = passing.sha256.hexdigest()
    except (tarfile.TarError, json.JSONDecodeError, TypeError, EOFError) as broken:
        raise SafetyError(f"{path} is not a backup of Rembuk, or it is damaged") from broken
    except OSError as error:
        raise SafetyError(f"{path}: {error.strerror or 'cannot be read'}") from error
    if manifest is None:
        raise SafetyError(f"{path} is incomplete: its manifest is missing")
    if found != manifest.members:
        raise SafetyError(f"{path} is damaged: a member is missing or has another hash than when it was made")
    return manifest
