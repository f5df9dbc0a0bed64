"""The steps of CONTRIBUTING for a kind of personal data, followed in a copy of the package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ct_jupyter.detection.examples import fill
from tests.copied import Copied

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
def copied(tmp_path: Path) -> Copied:
    return Copied(tmp_path)


def add_rule(copied: Copied, own_form: str) -> None:
    with (copied.folder / "ct_jupyter/detection/rules/personal.toml").open("a", encoding="utf-8") as file:
        file.write(RULE.replace("OWN_FORM", own_form))


def add_record(copied: Copied) -> None:
    path = "ct_jupyter/detection/personal/personal_kinds.py"
    copied.insert(path, "KINDS: tuple[PersonalKind, ...] = (\n", RECORD)


def test_the_steps_lead_to_a_kind_that_everything_knows(copied: Copied) -> None:
    add_rule(copied, "own_form = true")
    add_record(copied)
    for script in ("personal_kinds.py", "provider_table.py", "lint_rules.py"):
        done = copied.script(script)
        assert done.returncode == 0, done.stderr

    badges = [fill("BDG-{digits:2}{upper:1}{digits:3}", seed) for seed in range(12)]
    cell = {
        "cell_type": "markdown",
        "id": "a",
        "metadata": {},
        "source": f"Give it to the owner of {badges[0]}.",
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (copied.folder / "a.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    rows = "".join(f"{number},{badge}\n" for number, badge in enumerate(badges))
    (copied.folder / "staff.csv").write_text(f"number,what\n{rows}", encoding="utf-8")

    done = copied.command("scan", "--format", "json", "--no-progress", "a.ipynb", "staff.csv")
    found = {(one["path"], one["weakness_id"]) for one in json.loads(done.stdout)["findings"]}
    assert found == {("a.ipynb", "pii.badge"), ("staff.csv", "pii.badge")}, done.stderr

    done = copied.command("anonymise", "staff.csv", "--output", "copy.csv")
    assert done.returncode == 0, done.stderr
    copy = (copied.folder / "copy.csv").read_text(encoding="utf-8")
    assert not any(badge in copy for badge in badges)
    assert len(copy.splitlines()) == 13

    panel = (copied.folder / "src/model/personalKinds.ts").read_text(encoding="utf-8")
    assert "  'pii.badge',\n" in panel
    assert "    case 'pii.badge':\n      return trans.__('Staff badges');" in panel
    settings = json.loads((copied.folder / "schema/plugin.json").read_text(encoding="utf-8"))
    assert settings["properties"]["personalKinds"]["properties"]["badge"]["title"] == "Staff badges"
    assert "`pii.badge`" in (copied.folder / "docs/personal-data.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("own_form", "record", "said"),
    [
        ("", True, "pii.badge: nothing proposes its examples in a text: set own_form = true"),
        ("own_form = true", False, "pii.badge: no record of its kind"),
    ],
)
def test_a_step_that_was_left_out_is_named(copied: Copied, own_form: str, record: bool, said: str) -> None:
    add_rule(copied, own_form)
    if record:
        add_record(copied)
    done = copied.script("lint_rules.py")
    assert done.returncode == 1
    assert said in done.stderr


def test_every_kind_of_the_rules_has_a_record() -> None:
    from ct_jupyter.detection import load_rules
    from ct_jupyter.detection.personal.personal_kinds import KINDS, is_personal, personal_kind

    personal = [rule.id for rule in load_rules() if is_personal(rule.id)]
    assert {personal_kind(rule_id).id for rule_id in personal} == {kind.id for kind in KINDS}
