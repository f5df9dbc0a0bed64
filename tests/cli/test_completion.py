from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ct_jupyter.cli.main import COMMANDS, main


def complete(line: str, folder: Path) -> list[str]:
    """Ask as the shells' scripts do."""
    answer = folder / "answer"
    environment = os.environ | {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_SHELL": "fish",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    answer.write_text("")
    subprocess.run(
        [sys.executable, "-m", "ct_jupyter.cli.main"], cwd=folder, env=environment, check=True, timeout=60
    )
    return [one.partition("\t")[0] for one in answer.read_text().splitlines() if one]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ct-jupyter inst", {"install-hook"}),
        ("ct-jupyter scan --list", {"--list-skipped"}),
        ("ct-jupyter scan --disable pii.ema", {"pii.email"}),
        ("ct-jupyter ci --weakness-is pii.iban,pii.ema", {"pii.iban,pii.email"}),
        ("ct-jupyter scan --fail-on cri", {"critical"}),
        ("ct-jupyter scan --report sar", {"sarif="}),
        ("ct-jupyter scan a_note", {"a_notebook.ipynb"}),
        ("ct-jupyter ci --condition ", {"OR", "AND"}),
    ],
)
def test_commands_options_kinds_and_files_are_completed(
    tmp_path: Path, line: str, expected: set[str]
) -> None:
    (tmp_path / "a_notebook.ipynb").write_text("{}")
    assert set(complete(line, tmp_path)) == expected


def test_all_commands_are_offered(tmp_path: Path) -> None:
    assert set(COMMANDS) <= set(complete("ct-jupyter ", tmp_path))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_the_shell_can_read(
    shell: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "ct-jupyter" in script
    program = shutil.which(shell)
    if program is not None:
        (tmp_path / "script").write_text(script)
        subprocess.run([program, "-n", str(tmp_path / "script")], check=True, timeout=30)


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["completion", "tcsh"])
    assert stopped.value.code == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    # An option without a word on what it does is one that nobody dares to use.
    lines = text.splitlines()
    bare = [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if line.startswith("  -") and "  " not in line.strip() and not following.startswith("      ")
    ]
    assert bare == []
