"""Open JupyterLab on the demo notebooks, with settings and workspace of its own under demo/."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "demo"
FIRST = "churn_model.ipynb"
SETTINGS = {
    "ct_jupyter/plugin": {"openPanel": True},
    # JupyterLab's own question at the first start would cover what there is to see.
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false"},
}


def main() -> int:
    """Run JupyterLab until it is stopped."""
    if not all((DEMO / name).exists() for name in (FIRST, "customers.csv", "contracts.csv")):
        subprocess.run([sys.executable, str(ROOT / "scripts" / "demo_notebooks.py"), str(DEMO)], check=True)
    # The panel opens by itself here; a user's own settings stay untouched.
    for plugin, values in SETTINGS.items():
        settings = DEMO / ".settings" / f"{plugin}.jupyterlab-settings"
        if not settings.exists():
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text(json.dumps(values))
    # A default address rather than a file to open: where there is no screen, it is in the printed address.
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={DEMO}",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
    ]
    command += [
        f"--LabApp.user_settings_dir={DEMO / '.settings'}",
        f"--LabApp.workspaces_dir={DEMO / '.workspaces'}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    if not _has_screen():
        command.append("--no-browser")
    try:
        return subprocess.run(command).returncode
    except KeyboardInterrupt:
        return 0


def _has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


if __name__ == "__main__":
    sys.exit(main())
