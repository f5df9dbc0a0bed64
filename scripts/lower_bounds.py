"""Run the Python tests with the oldest versions that pyproject.toml allows.

``lower_bounds.py [PYTEST ARGUMENT…]``. The environment is `.venv-lowest`, of the interpreter that runs this;
what only the tests need is as new as the package's own bounds let it be.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv-lowest"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
EXTRAS = ("keyring", "names", "duckdb", "dev")
LEFT_OUT = "xeus-python"
"""Of requirements/tools.in: a kernel whose own bounds are above ours."""


def main(arguments: list[str]) -> int:
    """Return pytest's exit code."""
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(PYTHON), "-m", "pip", "install", "-q", "uv"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        install(Path(folder))
    pytest = [str(PYTHON), "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"]
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run([*pytest, *arguments], cwd=ROOT, env=environment).returncode


def install(work: Path) -> None:
    """Put the oldest versions, the test tools that go with them and this checkout into the environment."""
    lowest, pins, tools = work / "lowest.txt", work / "pins.txt", work / "tools.in"
    extras = [word for extra in EXTRAS for word in ("--extra", extra)]
    uv("pip", "compile", "-q", "--no-header", "--no-annotate", "--resolution=lowest-direct", *extras,
       "pyproject.toml", "-o", str(lowest))  # fmt: skip
    # Ours alone: what they bring along is as new as they let it be, as a user's pip would have it.
    declared = re.findall(
        r'^ *(?:\w+ = \[)?"([A-Za-z][\w.-]*)(?:\[[^]]*\])?[>=<]|, "([\w.-]+)>=',
        (ROOT / "pyproject.toml").read_text(),
        re.MULTILINE,
    )
    names = {(one or other).lower().replace("_", "-") for one, other in declared}
    ours = [line for line in lowest.read_text().splitlines() if line.split("==")[0] in names]
    pins.write_text("\n".join(ours) + "\n")
    lines = (ROOT / "requirements" / "tools.in").read_text().splitlines()
    tools.write_text("\n".join(line for line in lines if not line.startswith(LEFT_OUT)) + "\n")
    uv("pip", "install", "-q", "-r", str(pins), "-r", str(tools))
    uv("pip", "install", "-q", "--no-deps", "-e", ".")
    print(f"Python {sys.version.split()[0]} with {', '.join(ours)}", flush=True)


def uv(*words: str) -> None:
    """Run uv of the environment, for the environment; the front end is not built anew."""
    variables = {**os.environ, "VIRTUAL_ENV": str(ENVIRONMENT), "CT_JUPYTER_LIGHT": "1"}
    subprocess.run([str(PYTHON), "-m", "uv", *words], cwd=ROOT, env=variables, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
