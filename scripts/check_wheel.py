"""Build the wheel, install it into a clean environment without Node, and use it there."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Return 0 when the installed wheel does what it should."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheel = build(work)
        check_contents(wheel)
        environment = install(wheel, work)
        check_command_line(environment, work)
        check_extension(environment, work)
    print(f"{wheel.name}: installs without Node, enables itself, scans and serves")
    return 0


def build(work: Path) -> Path:
    """Build from what git tracks, so that a file nobody committed cannot help."""
    source = work / "source"
    source.mkdir()
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, tracked.decode().split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    # The packages are there already; installing them again would only take time.
    (source / "node_modules").symlink_to(ROOT / "node_modules")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", work / "dist", source])
    [wheel] = (work / "dist").glob("*.whl")
    return wheel


def check_contents(wheel: Path) -> None:
    """What a user's environment gets: code, rules, front end, configuration; no tests, no sources."""
    assert "+" not in wheel.name, f"{wheel.name} was built without the front end"
    names = zipfile.ZipFile(wheel).namelist()
    data = [name for name in names if ".data/data/" in name]
    for wanted in (
        "ct_jupyter/py.typed",
        "ct_jupyter/detection/rules/",
        "share/jupyter/labextensions/ct_jupyter/package.json",
        "share/jupyter/labextensions/ct_jupyter/install.json",
        "share/jupyter/labextensions/ct_jupyter/schemas/ct_jupyter/plugin.json",
        "etc/jupyter/jupyter_server_config.d/ct_jupyter.json",
    ):
        assert any(wanted in name for name in names), f"the wheel lacks {wanted}"
    assert data, "the wheel holds no front end"
    strays = [name for name in names if name.startswith(("tests/", "ui-tests/", "node_modules/", "src/"))]
    assert not strays, f"the wheel holds {strays[:3]}"


def install(wheel: Path, work: Path) -> Path:
    """Install the wheel beside JupyterLab; the PATH has no Node."""
    environment = work / "environment"
    run([sys.executable, "-m", "venv", environment])
    # The wheel was made a moment ago and has no hash to compare with: pip asks for all hashes or none.
    lines = (ROOT / "requirements" / "lab.txt").read_text(encoding="utf-8").splitlines()
    pins = work / "pins.txt"
    pins.write_text(
        "\n".join(line.rstrip(" \\") for line in lines if "--hash=" not in line), encoding="utf-8"
    )
    run(
        [
            environment / "bin" / "pip",
            "--disable-pip-version-check",
            "-q",
            "install",
            "-c",
            pins,
            wheel,
            "jupyterlab",
        ]
    )
    return environment


def check_command_line(environment: Path, work: Path) -> None:
    """The command runs outside a checkout."""
    notebooks = work / "notebooks"
    notebooks.mkdir()
    password = secrets.token_urlsafe(12)
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": f"db_password = '{password}'"}
    (notebooks / "a.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}))
    done = subprocess.run(
        [environment / "bin" / "ct-jupyter", "scan", str(notebooks)],
        capture_output=True, text=True, cwd=work, env=plain_environment(environment),
    )  # fmt: skip
    assert done.returncode == 1, done
    assert "a.ipynb:cell_1:1:16" in done.stdout, done
    assert password not in done.stdout + done.stderr


def check_extension(environment: Path, work: Path) -> None:
    """Both halves are enabled by the installation alone, and the server answers."""
    variables = plain_environment(environment) | {
        "HOME": str(work / "home"),
        "JUPYTER_CONFIG_DIR": str(work / "none"),
    }
    listed = run([environment / "bin" / "jupyter", "labextension", "list"], env=variables)
    assert "ct_jupyter" in listed, listed
    assert "OK" in listed.split("ct_jupyter", 1)[1].split("\n")[0], listed
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    server = subprocess.Popen(
        [environment / "bin" / "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}",
         f"--ServerApp.root_dir={work / 'notebooks'}"],
        env=variables | {"JUPYTER_TOKEN": token}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        status = wait_for(f"http://127.0.0.1:{port}/ct_jupyter/status", token)
    finally:
        server.terminate()
        server.wait(30)
    package = json.loads((ROOT / "package.json").read_text())
    assert status["version"] == package["version"], status


def wait_for(url: str, token: str) -> dict[str, object]:
    """Return what ``url`` answers once the server is up; at most a minute."""
    request = urllib.request.Request(url, headers={"Authorization": f"token {token}"})
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return dict(json.load(answer))
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def plain_environment(environment: Path) -> dict[str, str]:
    """Return variables with only the new environment's commands and the system's folders, less Node."""
    system = (folder for folder in ("/usr/bin", "/bin") if not (Path(folder) / "node").exists())
    folders = [str(environment / "bin"), *system]
    variables = {
        key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "npm_", "VIRTUAL"))
    }
    return variables | {"PATH": os.pathsep.join(folders)}


def run(command: list[object], env: dict[str, str] | None = None) -> str:
    """Run a command and return all that it printed, or stop with it."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, env=env)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
