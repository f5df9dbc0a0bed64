"""A copy of the package, for tests that add to its tables as CONTRIBUTING says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Copied:
    """A copy of the package and of the scripts; what they write is copied or made as well."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        leave = shutil.ignore_patterns("labextension", "__pycache__")
        for name in ("ct_jupyter", "scripts", "schema"):
            shutil.copytree(ROOT / name, folder / name, ignore=leave)
        (folder / "src" / "model").mkdir(parents=True)
        (folder / "docs").mkdir()
        for name in ("personal-data.md", "providers.md"):
            shutil.copy(ROOT / "docs" / name, folder / "docs" / name)

    def insert(self, path: str, behind: str, text: str) -> None:
        """Put ``text`` behind the one place where ``behind`` is."""
        file = self.folder / path
        before = file.read_text(encoding="utf-8")
        assert before.count(behind) == 1
        file.write_text(before.replace(behind, behind + text), encoding="utf-8")

    def script(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts."""
        return self._run(f"scripts/{name}")

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line."""
        code = "import sys; from ct_jupyter.cli.main import main; sys.exit(main(sys.argv[1:]))"
        return self._run("-c", code, *arguments)

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PSEUDONYM_KEY": "0123456789abcdef"}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
