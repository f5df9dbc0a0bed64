"""What docs/pipelines.md shows is what is."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.pipelines.templates import read_template
from ct_jupyter.policy.config import load_config
from ct_jupyter.policy.failed_args import failed_args
from ct_jupyter.policy.settings import SETTINGS, VOCABULARY
from ct_jupyter.reports.formats import FORMATS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DOC = (Path(__file__).resolve().parents[2] / "docs" / "pipelines.md").read_text()


@pytest.mark.parametrize(
    "source",
    [
        *("gitlab/custom.gitlab-ci.yml", "github/codethreat.yml", "azure/azure-pipelines.yml"),
        *("jenkins/Jenkinsfile", "pre-commit/.pre-commit-config.yaml"),
    ],
)
def test_what_can_be_pasted_is_the_template(source: str) -> None:
    assert read_template(source).decode().strip() in DOC


def test_the_settings_shown_are_right_and_complete(tmp_path: Path) -> None:
    [shown] = re.findall(r"```toml\n(.*?)```", DOC, re.DOTALL)
    (tmp_path / "pyproject.toml").write_text(shown)
    config = load_config(tmp_path, {})
    assert config.ignore[0].reason == "made-up values of the course"
    shown_keys = set(tomllib.loads(shown)["tool"]["ct-jupyter"])
    assert shown_keys | set(VOCABULARY) == set(SETTINGS)


def test_the_arguments_shown_are_right() -> None:
    [shown] = re.findall(r"FAILED_ARGS: \|\n((?:  .*\n)+)", DOC)
    assert failed_args(re.sub(r"^  ", "", shown, flags=re.MULTILINE)) is not None
    [inline] = re.findall(r"^  FAILED_ARGS: '(.*5.*)'$", DOC, re.MULTILINE)
    assert failed_args(inline) == {"max_number_of_critical": 0, "max_number_of_high": 5, "condition": "OR"}


def test_every_format_has_its_row() -> None:
    assert set(
        re.findall(r"^\| `(\w+)` +\| ", DOC.split("## Reports")[1].split("##")[0], re.MULTILINE)
    ) == set(FORMATS)


def test_every_option_and_command_that_is_named_exists(capsys: pytest.CaptureFixture[str]) -> None:
    commands = set(re.findall(r"ct-jupyter ([a-z][a-z-]+)", DOC))
    for command in commands & {"ci", "scan", "config", "baseline", "audit", "init", "install-hook", "redact"}:
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0
        text = capsys.readouterr().out
        for option in re.findall(rf"ct-jupyter {command} (--[a-z-]+)", DOC):
            assert option in text
    assert {"ci", "scan", "config", "baseline", "audit", "init", "install-hook"} <= commands
