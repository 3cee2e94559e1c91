"""`make sbom`: the list of components (CycloneDX 1.6, JSON) of what `requirements.lock` installs.

Made without a network and without a clock: the same lock gives the same bytes.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent.parent
LOCK = HERE / "requirements.lock"
DEFAULT = HERE / "dist" / "sbom.json"


def write_sbom(target: Path, *, lock: Path = LOCK) -> None:
    """Write it, validated against CycloneDX's schema."""
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore::UserWarning",
            "-m",
            "cyclonedx_py",
            "requirements",
            "--pyproject",
            str(HERE / "pyproject.toml"),
            "--output-reproducible",
            "--validate",
            "--output-format",
            "JSON",
            "--output-file",
            str(target),
            str(lock),
        ],
        cwd=HERE,
        check=True,
    )


if __name__ == "__main__":
    wanted = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    write_sbom(wanted)
    sys.stdout.write(f"{wanted}\n")
