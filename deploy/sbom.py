"""The list of a release's components, as CycloneDX 1.6, out of the hashed lock: nothing else is needed.

python deploy/sbom.py [requirements.txt] > sbom.json
"""

import json
import re
import sys
from pathlib import Path

BLOCK = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\\n]+)(.*?)(?=^[A-Za-z0-9]|\Z)", re.MULTILINE | re.DOTALL
)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def sbom(lock: str, *, name: str, version: str) -> dict:
    """Every pinned package with the hashes of its files; `lock` is the text of a requirements file."""
    components = [
        {
            "type": "library",
            "name": package,
            "version": pinned,
            "purl": f"pkg:pypi/{package}@{pinned}",
            "bom-ref": f"pkg:pypi/{package}@{pinned}",
            # Of every file of this version: which of them is installed depends on the machine.
            "hashes": [{"alg": "SHA-256", "content": found} for found in HASH.findall(rest)],
        }
        for package, pinned, rest in BLOCK.findall(lock)
    ]
    about = {"type": "application", "name": name, "version": version}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": about},
        "components": components,
    }


def main() -> None:
    root = Path(__file__).resolve().parents[1]
    lock = Path(sys.argv[1]) if len(sys.argv) > 1 else root / "requirements.txt"
    project = (root / "pyproject.toml").read_text()
    version = re.search(r'^version = "([^"]+)"', project, re.MULTILINE)
    content = sbom(lock.read_text(), name="mentoring", version=version[1] if version else "")
    sys.stdout.write(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
