"""Make sure that the browser tests have a Chromium: ``CT_CHROMIUM``, the system's, or Debian's."""

from __future__ import annotations

import os
import shutil
import sys

from debian import install

PACKAGES = ["chromium", "fonts-dejavu-core", "fonts-noto-color-emoji"]


def main() -> int:
    """Return 0 when a Chromium is there, or could be installed."""
    named = os.environ.get("CT_CHROMIUM")
    if named:
        return 0 if shutil.which(named) else _failed(f"CT_CHROMIUM names {named}, which is not there")
    if shutil.which("/usr/bin/chromium") or install(PACKAGES):
        return 0
    return _failed("install Chromium and set CT_CHROMIUM to its path")


def _failed(message: str) -> int:
    print(f"no Chromium for the browser tests: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
