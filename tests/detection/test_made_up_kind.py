"""The steps of CONTRIBUTING for a kind of personal data, followed in a copy of the package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ct_jupyter.detection.examples import fill

ROOT = Path(__file__).resolve().parents[2]
RULE = """
[[rule]]
id = "pii.badge"
title = "Staff badge"
provider = "Personal data"
severity = "medium"
pattern = '''BDG-\\d{2}[A-Z]\\d{3}'''
OWN_FORM
names = ["badge", "staff badge"]
chance = 0.001
why = "It opens the doors of one person."
remedy = "Remove the value."
source = "https://example.org/badges"
match = ['badge = "BDG-{digits:2}{upper:1}{digits:3}"']
no_match = ['badge = "BDG-{upper:3}"']
"""
RECORD = '    PersonalKind(id="pii.badge", label="Staff badges"),\n'


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of what the steps touch and run."""
    leave = shutil.ignore_patterns("labextension", "__pycache__")
    for name in ("ct_jupyter", "scripts", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=leave)
    (tmp_path / "src" / "model").mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    for name in ("personal-data.md", "providers.md"):
        shutil.copy(ROOT / "docs" / name, tmp_path / "docs" / name)
    return tmp_path


def run(copied: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copied), "PSEUDONYM_KEY": "0123456789abcdef"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=copied, env=environment, capture_output=True, text=True, check=False
    )


CLI = ("-c", "import sys; from ct_jupyter.cli.main import main; sys.exit(main(sys.argv[1:]))")


def add_rule(copied: Path, own_form: str) -> None:
    with (copied / "ct_jupyter/detection/rules/personal.toml").open("a", encoding="utf-8") as file:
        file.write(RULE.replace("OWN_FORM", own_form))


def add_record(copied: Path) -> None:
    path = copied / "ct_jupyter/detection/personal/personal_kinds.py"
    text = path.read_text(encoding="utf-8")
    first = "KINDS: tuple[PersonalKind, ...] = (\n"
    assert first in text
    path.write_text(text.replace(first, first + RECORD), encoding="utf-8")


def test_the_steps_lead_to_a_kind_that_everything_knows(copied: Path) -> None:
    add_rule(copied, "own_form = true")
    add_record(copied)
    for script in ("personal_kinds.py", "provider_table.py", "lint_rules.py"):
        done = run(copied, f"scripts/{script}")
        assert done.returncode == 0, done.stderr

    badges = [fill("BDG-{digits:2}{upper:1}{digits:3}", seed) for seed in range(12)]
    cell = {
        "cell_type": "markdown",
        "id": "a",
        "metadata": {},
        "source": f"Give it to the owner of {badges[0]}.",
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (copied / "a.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    rows = "".join(f"{number},{badge}\n" for number, badge in enumerate(badges))
    (copied / "staff.csv").write_text(f"number,what\n{rows}", encoding="utf-8")

    done = run(copied, *CLI, "scan", "--format", "json", "--no-progress", "a.ipynb", "staff.csv")
    found = {(one["path"], one["weakness_id"]) for one in json.loads(done.stdout)["findings"]}
    assert found == {("a.ipynb", "pii.badge"), ("staff.csv", "pii.badge")}, done.stderr

    done = run(copied, *CLI, "anonymise", "staff.csv", "--output", "copy.csv")
    assert done.returncode == 0, done.stderr
    copy = (copied / "copy.csv").read_text(encoding="utf-8")
    assert not any(badge in copy for badge in badges)
    assert len(copy.splitlines()) == 13

    panel = (copied / "src/model/personalKinds.ts").read_text(encoding="utf-8")
    assert "  'pii.badge',\n" in panel
    assert "    case 'pii.badge':\n      return trans.__('Staff badges');" in panel
    settings = json.loads((copied / "schema/plugin.json").read_text(encoding="utf-8"))
    assert settings["properties"]["personalKinds"]["properties"]["badge"]["title"] == "Staff badges"
    assert "`pii.badge`" in (copied / "docs/personal-data.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("own_form", "record", "said"),
    [
        ("", True, "pii.badge: nothing proposes its examples in a text: set own_form = true"),
        ("own_form = true", False, "pii.badge: no record of its kind"),
    ],
)
def test_a_step_that_was_left_out_is_named(copied: Path, own_form: str, record: bool, said: str) -> None:
    add_rule(copied, own_form)
    if record:
        add_record(copied)
    done = run(copied, "scripts/lint_rules.py")
    assert done.returncode == 1
    assert said in done.stderr


def test_every_kind_of_the_rules_has_a_record() -> None:
    from ct_jupyter.detection import load_rules
    from ct_jupyter.detection.personal.personal_kinds import KINDS, is_personal, personal_kind

    personal = [rule.id for rule in load_rules() if is_personal(rule.id)]
    assert {personal_kind(rule_id).id for rule_id in personal} == {kind.id for kind in KINDS}
