"""Write ``src/protocol/binary.ts`` from ``notebook/mime_types.py``: both sides know the same types."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ct_jupyter.notebook.mime_types import BINARY  # noqa: E402

PATH = ROOT / "src" / "protocol" / "binary.ts"


def module(pattern: str) -> str:
    """Return the TypeScript module for a pattern that both languages read alike."""
    return (
        "// Made by scripts/mime_types.py from ct_jupyter/notebook/mime_types.py; edit that.\n\n"
        "/** MIME types whose payload is base64: no text that could hold a readable secret. */\n"
        f"const BINARY =\n  /{pattern.replace('/', chr(92) + '/')}/;\n\n"
        "/** Whether the payload of a MIME type is base64. */\n"
        "export function isBinary(mime: string): boolean {\n  return BINARY.test(mime);\n}\n"
    )


def main() -> int:
    """Write the module; with ``--check`` only say whether it is up to date."""
    made = module(BINARY)
    if "--check" not in sys.argv:
        PATH.write_text(made, encoding="utf-8")
    elif made != PATH.read_text(encoding="utf-8"):
        print(f"{PATH.relative_to(ROOT)} is out of date; run scripts/mime_types.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
