"""Repositories that the tests build, with notebooks that hold a made-up secret or none."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from ct_jupyter.detection.examples import sample_value
from tests.conftest import code, dumped, notebook, stream

KIND = "secret.openai.api-key"
ZERO = "0" * 40
CI_VARIABLES = (
    *("CI", "GITLAB_CI", "GITHUB_ACTIONS", "TF_BUILD", "JENKINS_URL", "JENKINS_HOME", "BUILD_TAG"),
    *(
        "FAILED_ARGS",
        "CT_POLICY_FROM",
        "CT_BASE_URL",
        "CT_TOKEN",
        "CT_ORGANIZATION",
        "GITHUB_OUTPUT",
        "NO_COLOR",
        "FORCE_COLOR",
    ),
)


def secret(seed: int = 0) -> str:
    """Return a made-up key of critical severity."""
    return sample_value(KIND, seed)


def leaky(*seeds: int) -> bytes:
    """Return a notebook with a secret a seed, each in a cell of its own."""
    return dumped(notebook(*(code(f'client = OpenAI(api_key="{secret(seed)}")') for seed in seeds or (0,))))


def clean(text: str = "x = 1") -> bytes:
    """Return a notebook without any."""
    return dumped(notebook(code(text, stream("1\n"))))


class Checkout:
    """A repository with a work tree."""

    def __init__(self, top: Path) -> None:
        self.top = top
        top.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        """Run git and return what it prints."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{
                f"GIT_{who}_{what}": "a@b.example"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
        }
        return subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.top,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def write(self, name: str, data: bytes) -> None:
        """Write a file and add it to the index."""
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.git("--literal-pathspecs", "add", "--", name)

    def commit(self, **files: bytes) -> str:
        """Commit files (``a`` becomes ``a.ipynb``), and whatever is in the index; return the commit."""
        for name, data in files.items():
            self.write(f"{name}.ipynb", data)
        self.git("commit", "-q", "--allow-empty", "-m", "a change")
        return self.git("rev-parse", "HEAD")
