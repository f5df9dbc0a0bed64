"""Write ``src/protocol/binary.ts`` from ``notebook/mime_types.py``: both sides know the same types."""

from __future__ import annotations

import sys

import generated  # first: it says where the package is

from ct_jupyter.notebook.mime_types import BINARY

PATH = "src/protocol/binary.ts"


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
    return generated.keep({PATH: module(BINARY)}, "mime_types.py")


if __name__ == "__main__":
    sys.exit(main())
