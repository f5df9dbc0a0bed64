"""Start one of the servers that the browser tests run against: ``python serve.py NAME``.

Each server has folders of its own, emptied at the start: notebooks, settings, workspaces, runtime and
temporary files, caches and the log. So nothing that a test finds comes from this machine, and the canary
test can search everything that was written. They lie outside this checkout, whose git repository must
not be taken for that of the notebooks.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

BASE_PORT = int(os.environ.get("CT_UI_PORT", "18900"))
"""Set another one to run the tests of two checkouts side by side; `servers.ts` reads it as well."""

SERVERS_DIR = Path(tempfile.gettempdir()).resolve() / f"ct_jupyter-ui-tests-{BASE_PORT}"
KINDS = ("root", "config", "settings", "workspaces", "runtime", "data", "tmp", "cache", "ipython")
NO_SERVER_PART = "--ServerApp.jpserver_extensions={'ct_jupyter': False}"


@dataclass(frozen=True)
class Server:
    """How one server differs from the others."""

    port: int
    app: str = "lab"
    base_url: str = "/"
    token: str = ""
    options: tuple[str, ...] = field(default=())
    without_front_end: bool = False


SERVERS = {
    # Galata's open configuration: no authentication, no XSRF check.
    "lab": Server(BASE_PORT + 1),
    # As behind a hub: a prefix, a token, and the XSRF check that Galata's configuration switches off.
    "hub": Server(BASE_PORT + 2, base_url="/user/ann/", token="ui-test-ann"),
    # Run by the interpreter of an environment that also has jupyter-collaboration.
    "collab": Server(BASE_PORT + 3),
    "notebook7": Server(BASE_PORT + 4, app="notebook"),
    # The front end is there, the server part is not.
    "bare": Server(BASE_PORT + 5, options=(NO_SERVER_PART,)),
    # For the benchmarks: as a user has it, and without us.
    "bench": Server(BASE_PORT + 6),
    "plain": Server(BASE_PORT + 7, options=(NO_SERVER_PART,), without_front_end=True),
}


def check_free(port: int) -> None:
    """Exit where a server runs already: its folders must not be emptied under it."""
    with socket.socket() as probe:
        if probe.connect_ex(("localhost", port)) == 0:
            sys.exit(f"port {port} is taken; stop what runs there, or set CT_UI_PORT to another base")


def folders(name: str) -> dict[str, Path]:
    """Return the empty folders of a server."""
    root = SERVERS_DIR / name
    shutil.rmtree(root, ignore_errors=True)
    made = {kind: root / kind for kind in KINDS}
    for folder in made.values():
        folder.mkdir(parents=True)
    return made


def without_front_end(config: Path) -> None:
    """Tell JupyterLab to leave our front end out."""
    (config / "labconfig").mkdir()
    (config / "labconfig" / "page_config.json").write_text('{"disabledExtensions": {"ct_jupyter": true}}')


def environment(made: dict[str, Path]) -> dict[str, str]:
    """Return the environment that keeps a server, and its kernels, inside its folders."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_DIR": str(made["config"]),
        "JUPYTER_DATA_DIR": str(made["data"]),
        "JUPYTER_RUNTIME_DIR": str(made["runtime"]),
        "JUPYTERLAB_SETTINGS_DIR": str(made["settings"]),
        "JUPYTERLAB_WORKSPACES_DIR": str(made["workspaces"]),
        "IPYTHONDIR": str(made["ipython"]),
        "XDG_CACHE_HOME": str(made["cache"]),
        "XDG_CONFIG_HOME": str(made["config"]),
        "XDG_DATA_HOME": str(made["data"]),
        "XDG_STATE_HOME": str(made["data"]),
        "TMPDIR": str(made["tmp"]),
        "CT_JUPYTER_ENV_LINKS": str(made["data"] / "env-links"),
        "PYTHONFAULTHANDLER": "1",
    }


def command(server: Server, made: dict[str, Path]) -> list[str]:
    """Return the command line of a server."""
    options = [
        f"--ServerApp.port={server.port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
        "--ServerApp.allow_root=True",
        f"--ServerApp.base_url={server.base_url}",
        f"--ServerApp.root_dir={made['root']}",
        f"--IdentityProvider.token={server.token}",
        # The tests read the model of the notebook through the application.
        f"--{'LabApp' if server.app == 'lab' else 'JupyterNotebookApp'}.expose_app_in_browser=True",
        "--ServerApp.log_level=INFO",
        # The helpers of Galata are a Lab extension that JupyterLab ships.
        f"--LabServerApp.extra_labextensions_path={galata()}",
        *server.options,
    ]
    if not server.token:
        options.append("--ServerApp.disable_check_xsrf=True")
    return [sys.executable, "-m", "jupyter", server.app, *options]


def galata() -> Path:
    """Return the folder of Galata's own Lab extension."""
    import jupyterlab

    return Path(jupyterlab.__file__).parent / "galata"


def main() -> None:
    """Run the server until it is told to stop; its output also goes to a log that a test reads."""
    name = sys.argv[1]
    server = SERVERS[name]
    check_free(server.port)
    made = folders(name)
    if server.without_front_end:
        without_front_end(made["config"])
    with (made["root"].parent / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command(server, made),
            env=environment(made),
            cwd=made["root"],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        # Whoever stops this script stops the server: a signal may come to this process alone.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: process.terminate())
        sys.exit(process.wait())


if __name__ == "__main__":
    main()
