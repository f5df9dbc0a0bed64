"""Kernels that are started with the variables of their folder's ``.env``."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from ct_jupyter.server.kernel_env import MAX_BYTES, env_for, is_handed_on

MANAGERS = ("MappingKernelManager", "AsyncMappingKernelManager")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "root"
    (root / "sub").mkdir(parents=True)
    return root


class TestEnvFor:
    def test_values_are_read_as_python_dotenv_does(self, folder: Path) -> None:
        (folder / ".env").write_text(
            "# comment\nexport ONE='a b' # more\nTWO=${ONE}c\nTHREE=\"x\\ny\"\nEMPTY=\nNONE\n"
        )
        assert env_for(folder, folder) == {"ONE": "a b", "TWO": "a bc", "THREE": "x\ny", "EMPTY": ""}

    def test_the_nearest_file_counts_then_that_of_the_repository(self, folder: Path) -> None:
        (folder / ".env").write_text("A=top\nB=top\n")
        (folder / "sub" / ".env").write_text("A=sub\n")
        assert env_for(folder / "sub", folder) == {"A": "sub"}
        subprocess.run(["git", "init", "-q", folder], check=True)
        assert env_for(folder / "sub", folder) == {"A": "sub", "B": "top"}
        # A repository that begins above the server's root has nothing to say.
        assert env_for(folder / "sub", folder / "sub") == {"A": "sub"}
        assert env_for(folder, folder / "sub") == {}

    @pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
    def test_only_regular_files_of_bearable_size_are_read(self, folder: Path) -> None:
        (folder / "real").write_text("A=1\n")
        (folder / ".env").symlink_to(folder / "real")
        assert env_for(folder, folder) == {}
        os.mkfifo(folder / "sub" / ".env")
        assert env_for(folder / "sub", folder) == {}
        (folder / ".env").unlink()
        (folder / ".env").write_bytes(b"A=1\n" + b"#" * MAX_BYTES)
        assert env_for(folder, folder) == {}
        (folder / ".env").write_bytes(b"A=\xff\n")
        assert env_for(folder, folder) == {}

    @pytest.mark.parametrize(
        "name",
        [
            "PATH", "Path", "LD_PRELOAD", "LD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES", "PYTHONSTARTUP",
            "PYTHONPATH",
            "BASH_ENV", "ENV", "NODE_OPTIONS", "PERL5OPT", "RUBYOPT", "JAVA_TOOL_OPTIONS",
            "R_PROFILE_USER",
            "GIT_SSH_COMMAND", "PROMPT_COMMAND", "HOME", "JUPYTER_PATH", "IPYTHONDIR",
            "BASH_FUNC_ls", "A-B", "1A", "A=B", "",
        ],
    )  # fmt: skip
    def test_what_decides_which_programs_run_is_not_handed_on(self, name: str) -> None:
        assert not is_handed_on(name, "x")

    @pytest.mark.parametrize("name", ["API_TOKEN", "PATHS", "DATABASE_URL", "GIT_TOKEN", "ENVIRONMENT", "A"])
    def test_all_else_is(self, name: str) -> None:
        assert is_handed_on(name, "x")
        assert not is_handed_on(name, "x\0y")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")
class TestKernels:
    @pytest.fixture(params=[(MANAGERS[0], "/a%40b/"), (MANAGERS[1], "/user/ann/")], ids=lambda one: one[0])
    def jp_server_config(self, request: pytest.FixtureRequest) -> Config:
        manager, _ = request.param
        kernels = f"jupyter_server.services.kernels.kernelmanager.{manager}"
        return Config(
            {
                "ServerApp": {
                    "jpserver_extensions": {"ct_jupyter": True},
                    "kernel_manager_class": kernels,
                    "allow_unauthenticated_access": False,
                },
                "CtJupyter": {"env_for_kernels": True},
            }
        )

    @pytest.fixture
    def jp_base_url(self, request: pytest.FixtureRequest) -> str:
        base_url: str = request.node.callspec.params["jp_server_config"][1]
        return base_url

    async def test_a_kernel_has_the_variables_and_after_a_restart_the_new_ones(
        self, jp_fetch: Any, jp_serverapp: Any, root: Path, app: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CT_TEST_OURS", "of the server")
        (root / "sub").mkdir()
        env = root / "sub" / ".env"
        env.write_text("CT_TEST_TOKEN=one\nCT_TEST_OURS=of the file\nPYTHONSTARTUP=x.py\nCT_TEST_OLD=1\n")
        body = json.dumps(
            {"path": "sub/a.ipynb", "name": "a", "type": "notebook", "kernel": {"name": "python3"}}
        )
        answer = await jp_fetch("api", "sessions", method="POST", body=body)
        kernel = json.loads(answer.body)["kernel"]["id"]
        try:
            has = environment(jp_serverapp, kernel)
            assert has["CT_TEST_TOKEN"] == "one"
            assert has["CT_TEST_OURS"] == "of the server"
            assert "PYTHONSTARTUP" not in has
            assert "JPY_SESSION_NAME" in has

            env.write_text("CT_TEST_TOKEN=two\n")
            await restart(jp_fetch, jp_serverapp, kernel)
            has = environment(jp_serverapp, kernel)
            assert has["CT_TEST_TOKEN"] == "two"
            assert "CT_TEST_OLD" not in has
            assert has["CT_TEST_OURS"] == "of the server"

            app.env_for_kernels = False
            await restart(jp_fetch, jp_serverapp, kernel)
            has = environment(jp_serverapp, kernel)
            assert "CT_TEST_TOKEN" not in has
            assert "JPY_SESSION_NAME" in has
        finally:
            await jp_fetch("api", "kernels", kernel, method="DELETE")

    async def test_one_kernel_is_given_them_where_its_user_asks(
        self, call: Any, jp_fetch: Any, jp_serverapp: Any, root: Path, app: Any
    ) -> None:
        app.env_for_kernels = False
        (root / ".env").write_text("CT_TEST_TOKEN=one\n")
        started = []
        for _ in range(2):
            answer = await jp_fetch(
                "api", "kernels", method="POST", body=json.dumps({"name": "python3", "path": ""})
            )
            started.append(json.loads(answer.body)["id"])
        asked, other = started
        try:
            assert await call("POST", "kernel-env", {"kernel": asked}) == (200, {})
            for kernel in started:
                assert "CT_TEST_TOKEN" not in environment(jp_serverapp, kernel)
                await restart(jp_fetch, jp_serverapp, kernel)
            assert environment(jp_serverapp, asked)["CT_TEST_TOKEN"] == "one"
            assert "CT_TEST_TOKEN" not in environment(jp_serverapp, other)
            status, refused = await call("POST", "kernel-env", {"kernel": "gone"})
            assert (status, refused["reason"]) == (404, "no-kernel")
        finally:
            for kernel in started:
                await jp_fetch("api", "kernels", kernel, method="DELETE")

    async def test_it_is_off_unless_it_is_asked_for(self) -> None:
        from ct_jupyter.server.extension import CtJupyter

        assert CtJupyter.env_for_kernels.default_value is False


async def restart(fetch: Any, server: Any, kernel: str) -> None:
    """Restart a kernel, and wait until it has answered.

    The server answers before that, and its connection for the kernel's answer is closed only with it. In the
    synchronous manager that connection is in an event loop that outlives a test's server: left open there,
    its file descriptor, used again, fails the start of another test's kernel.
    """
    await fetch("api", "kernels", kernel, "restart", method="POST", body="{}")
    manager = server.kernel_manager.get_kernel(kernel)
    for _ in range(1200):
        if manager._pending_restart_cleanup is None:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the kernel did not answer after its restart")


def environment(server: Any, kernel: str) -> dict[str, str]:
    """Return the environment that the kernel's process was started with."""
    process = server.kernel_manager.get_kernel(kernel).provisioner.process.pid
    raw = Path(f"/proc/{process}/environ").read_bytes().decode()
    return dict(line.split("=", 1) for line in raw.split("\0") if "=" in line)
