"""The settings of a report: enough to read later answers alike, without the answers it was made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.candidates import WithCandidates
from analysis.discovery import Discovered
from analysis.encoders import Encoder
from analysis.reading import Reader
from analysis.refused import RefusedError
from analysis.taxonomy import SHIPPED, Taxonomy, shipped_taxonomy

# Raised when models with equal settings read otherwise than before.
METHOD = 2


class StoredError(RefusedError):
    """The settings cannot be used here; the message says why."""


def describe(learned: Taxonomy | None, encoders: Sequence[Encoder], reader: Reader) -> dict[str, Any]:
    """What was learned: a shipped taxonomy by its name and hash, another one whole, found themes as weights."""
    shipped = learned is not None and learned.key in SHIPPED and learned == shipped_taxonomy(learned.key)
    return {
        "method": METHOD,
        "taxonomy": learned.key if learned else None,
        "taxonomy_hash": learned.digest if learned else None,
        "taxonomy_content": None if learned is None or shipped else learned.to_dict(),
        "encoders": [{"name": encoder.name, "version": encoder.version} for encoder in encoders],
        "candidates": reader.state() if isinstance(reader, WithCandidates) else None,
        "found": reader.state() if isinstance(reader, Discovered) else None,
    }


def restore_taxonomy(settings: Mapping[str, Any]) -> Taxonomy | None:
    key, content = settings["taxonomy"], settings["taxonomy_content"]
    if key is None:
        return None
    taxonomy = Taxonomy.from_dict(content) if content else shipped_taxonomy(key)
    if taxonomy.digest != settings["taxonomy_hash"]:
        raise StoredError(f"made with another version of the taxonomy {key!r}; classify the first file again")
    return taxonomy


def encoders_of(settings: Mapping[str, Any], encoders: Sequence[Encoder]) -> list[Encoder]:
    """Those the report was made with, of the ones that are here; another one would read otherwise."""
    here = {(encoder.name, encoder.version): encoder for encoder in encoders}
    wanted = [(one["name"], one["version"]) for one in settings["encoders"]]
    for name, version in wanted:
        if (name, version) not in here:
            raise StoredError(f"made with the encoder {name} {version}, which is not here")
    return [here[one] for one in wanted]
