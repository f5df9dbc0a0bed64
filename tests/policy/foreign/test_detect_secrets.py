"""A baseline of detect-secrets becomes allows by the hashes that it holds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import sample_value
from ct_jupyter.policy.foreign.take_over import take_over

VALUE = sample_value("secret.github.token", 3)
OTHER = sample_value("secret.github.token", 4)


def hashed(value: str) -> str:
    return hashlib.sha1(value.encode()).hexdigest()  # as detect-secrets has it


def baseline() -> dict[str, Any]:
    return {
        "version": "1.4.0",
        "plugins_used": [{"name": "AWSKeyDetector"}, {"name": "Ours", "path": "file://ours.py"}],
        "filters_used": [
            {"path": "detect_secrets.filters.allowlist.is_line_allowlisted"},
            {"path": "detect_secrets.filters.heuristic.is_sequential_string"},
            {"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": ["\\.lock$", "[0-9]+"]},
            {
                "path": "detect_secrets.filters.regex.should_exclude_line",
                "pattern": ["# none", "(a+)+$"],
            },
            {"path": "detect_secrets.filters.wordlist.should_exclude_secret", "file_name": "words"},
        ],
        "results": {
            "a.py": [
                {"type": "x", "filename": "a.py", "hashed_secret": hashed(VALUE), "is_secret": False},
                {"type": "x", "filename": "a.py", "hashed_secret": hashed("other"), "line_number": 3},
            ]
        },
    }


def test_each_thing_is_taken_over_or_told() -> None:
    tool, taken = take_over(json.dumps(baseline()).encode(), Path(".secrets.baseline"))
    assert tool == "detect-secrets"
    said = {(one.what, one.name): one.taken for one in taken.said}
    assert said == {
        ("plugin", "AWSKeyDetector"): True,
        ("plugin", "Ours"): False,
        ("filter", "allowlist.is_line_allowlisted"): True,
        ("filter", "heuristic.is_sequential_string"): True,
        ("allow", "files \\.lock$"): True,
        ("allow", "files [0-9]+"): False,
        ("allow", "line # none"): True,
        ("allow", "line (a+)+$"): False,
        ("filter", "wordlist.should_exclude_secret"): False,
        ("allow", "a.py: 1 known, no secret"): True,
        ("allow", "a.py: 1 known, not audited"): True,
    }
    assert VALUE not in repr(taken)


def test_what_the_baseline_knows_is_let_through_in_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".secrets.baseline").write_text(json.dumps(baseline()))
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(f'x = "{VALUE}"\ny = "{OTHER}"\n')
    assert main(["init", "--from", ".secrets.baseline"]) == 0
    main(["scan", "a.py", "b.py", "--format", "json", "--output", "report.json"])
    found = json.loads((tmp_path / "report.json").read_text())["findings"]
    assert [(one["path"], (one["suppressed"] or {}).get("reason")) for one in found] == [
        ("a.py", "no secret, as .secrets.baseline says"),
        ("a.py", None),
        ("b.py", None),
        ("b.py", None),
    ]


def test_a_baseline_of_an_old_version_is_read_too() -> None:
    old = {"plugins_used": [{"name": "X"}], "exclude": {"files": "a.lock", "lines": None}, "results": {}}
    _, taken = take_over(json.dumps(old | {"word_list": {"file": None}}).encode(), Path("b"))
    assert taken.ignores == [{"paths": ["**a?lock**"], "reason": "excluded in b"}]
