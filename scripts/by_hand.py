"""Start what is looked at by hand, with the steps in docs/by-hand.md: ``by_hand.py hub`` or ``extensions``.

Each has an environment of its own, `.venv-hub` and `.venv-extensions`, and folders under `demo/by-hand/`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = int(os.environ.get("CT_BY_HAND_PORT", "8890"))
USERS = ("ann", "ben")
PREFIX = "/team/"
QUIET = {"@jupyterlab/apputils-extension/notification": {"fetchNews": "false"}}
"""Lab's own question at the first start would cover what there is to see."""


def main(kind: str) -> None:
    """Become the server, so that what stops this stops it."""
    binaries = environment(kind)
    work = ROOT / "demo" / "by-hand" / kind
    folders = (binaries, work / "node" / "node_modules" / ".bin", os.environ["PATH"])
    variables = {
        **os.environ,
        "PATH": os.pathsep.join(map(str, folders)),
        "JUPYTER_CONFIG_DIR": str(work / "config"),
        "IPYTHONDIR": str(work / "ipython"),
    }
    command = hub(binaries, work) if kind == "hub" else extensions(binaries, work)
    os.chdir(work)
    os.execve(command[0], command, variables)


def environment(kind: str) -> Path:
    """Return the programs of the environment, made where it is missing or older than its requirements."""
    place = ROOT / f".venv-{kind}"
    wanted, stamp = ROOT / "requirements" / f"{kind}.in", place / ".installed"
    binaries = place / "bin"
    if not stamp.exists() or stamp.stat().st_mtime < wanted.stat().st_mtime:
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        pip = [str(binaries / "python"), "-m", "pip", "--disable-pip-version-check", "-q", "install", "uv"]
        subprocess.run(pip, check=True)
        install(place, "-r", str(wanted))
        stamp.touch()
    install(place, "--reinstall-package", "ct_jupyter", str(ROOT))  # this checkout, with its front end
    return binaries


def install(place: Path, *words: str) -> None:
    """Install into an environment."""
    command = [str(place / "bin" / "python"), "-m", "uv", "pip", "install", "-q", *words]
    subprocess.run(command, env={**os.environ, "VIRTUAL_ENV": str(place)}, check=True)


def notebooks(folder: Path) -> None:
    """Write the demonstration notebooks, anew."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [
        str(ROOT / ".venv" / "bin" / "python"),
        str(ROOT / "scripts" / "demo_notebooks.py"),
        str(folder),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def settings(folder: Path) -> None:
    """Write the users' settings of a Lab."""
    for plugin, values in QUIET.items():
        path = folder / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))


def hub(binaries: Path, work: Path) -> list[str]:
    """Return the command for a hub with two users, a prefix, and no passwords; on this machine alone."""
    shutil.rmtree(work, ignore_errors=True)
    for user in USERS:
        notebooks(work / user)
        settings(work / user / ".jupyter" / "lab" / "user-settings")
    if shutil.which("configurable-http-proxy") is None:
        npm = ["npm", "install", "--silent", "--prefix", str(work / "node"), "configurable-http-proxy"]
        subprocess.run(npm, check=True)
    config = work / "jupyterhub_config.py"
    config.write_text(
        f"""
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{PORT}{PREFIX}"
c.JupyterHub.hub_port = {PORT + 1}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{PORT + 2}"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = {set(USERS)!r}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {str(work)!r} + "/{{username}}"
c.Spawner.args = ["--allow-root"]
c.Spawner.environment = {{"JUPYTER_CONFIG_DIR": ""}}
c.Spawner.default_url = "/lab/tree/churn_model.ipynb"
"""
    )
    print(f"http://127.0.0.1:{PORT}{PREFIX} — sign in as {' or '.join(USERS)}, any password", flush=True)
    return [str(binaries / "jupyterhub"), f"--config={config}"]


def extensions(binaries: Path, work: Path) -> list[str]:
    """Return the command for a Lab with popular extensions; on this machine alone, without a token."""
    shutil.rmtree(work, ignore_errors=True)
    notebooks(work / "notebooks")
    settings(work / "settings")
    subprocess.run(["git", "init", "-q", str(work / "notebooks")], check=True)
    print(f"http://127.0.0.1:{PORT}/lab/tree/churn_model.ipynb", flush=True)
    return [
        *(str(binaries / "jupyter"), "lab", "--no-browser", "--allow-root", f"--port={PORT}"),
        *(
            "--ServerApp.port_retries=0",
            "--IdentityProvider.token=",
            f"--ServerApp.root_dir={work / 'notebooks'}",
        ),
        *(
            f"--LabApp.user_settings_dir={work / 'settings'}",
            f"--LabApp.workspaces_dir={work / 'workspaces'}",
        ),
    ]


if __name__ == "__main__":
    main(sys.argv[1])
