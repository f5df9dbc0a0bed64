"""What THIRD-PARTY.md lists is what is installed and bundled, and its licences allow what we do."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = {"MIT", "BSD-3-Clause", "Apache-2.0", "LGPL-2.1-or-later"}
"""Of packages; the weights of a model are CC BY 4.0, and named in the text."""
_ROW = re.compile(r"^\| (?P<name>[@\w./-]+) +\| (?P<licence>[^|]+?) +\|", re.MULTILINE)


def listed() -> dict[str, str]:
    text = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8")
    rows = {row["name"]: row["licence"] for row in _ROW.finditer(text)}
    return {name: licence for name, licence in rows.items() if name.strip("-") not in ("", "package")}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (needs for name, needs in project["optional-dependencies"].items() if name != "dev")
    needed = [*project["dependencies"], *(need for needs in extras for need in needs)]
    return {re.match(r"[\w.-]+", need)[0] for need in needed}  # type: ignore[index]


def test_every_dependency_is_listed_and_no_other() -> None:
    python = {name for name in listed() if not name.startswith("@") and not name.endswith("-loader")}
    assert python == declared() - {"ct_jupyter"}


def test_every_licence_is_one_that_we_may_depend_on() -> None:
    for name, licence in listed().items():
        assert licence.partition(" (")[0] in ALLOWED, (name, licence)


def test_what_is_bundled_is_listed() -> None:
    path = ROOT / "ct_jupyter" / "labextension" / "static" / "third-party-licenses.json"
    if not path.exists():
        pytest.skip("the front end is not built in production mode here")
    for package in json.loads(path.read_bytes())["packages"]:
        assert listed().get(package["name"]) == package["licenseId"], package["name"]
