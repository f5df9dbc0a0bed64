"""A server, the front end's code before it, and shells: what notebooks are replaced and run with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .front_end import FrontEnd, server
from .shells import ShellServer

NAMES = ("PASSWORD", "DB_PASSWORD", "API_KEY", "OPENAI_API_KEY", "GITHUB_TOKEN", "TOKEN", "PGPASSWORD")
"""What a plan would call the values."""


class Bench:
    """What all notebooks share."""

    def __init__(self, root: Path, environment: dict[str, str], page: FrontEnd, shells: ShellServer) -> None:
        self.root = root
        self.environment = environment
        self.page = page
        self.shells = shells


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    home = tmp_path_factory.mktemp("running")
    root = home / "root"
    root.mkdir()
    if shutil.which("node") is None:
        pytest.skip("Node is not installed")
    # A home of their own: links to the folders of `.env` are made there.
    known = {name: value for name, value in os.environ.items() if name not in NAMES} | {"HOME": str(home)}
    with server(root, home, known) as (url, token), ShellServer(home, known) as shells:
        page = FrontEnd(url, token)
        try:
            yield Bench(root, known, page, shells)
        finally:
            page.close()
