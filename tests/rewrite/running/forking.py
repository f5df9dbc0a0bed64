"""Fork an IPython shell for each connection to a Unix socket: ``python forking.py SOCKET``."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import socket
import subprocess
import sys
import warnings
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

IMPORTED = (
    "argparse",
    "asyncio",
    "configparser",
    "dataclasses",
    "dotenv",
    "IPython.extensions.autoreload",
    "logging",
    "nbformat",
    "subprocess",
    "urllib.parse",
)
"""What the notebooks import, so that no shell has to load it again. Their namespace stays empty."""
OUTPUTS: list[dict[str, Any]] = []


class Stream(io.TextIOBase):
    """Where ``print`` writes to."""

    def __init__(self, name: str) -> None:
        self._name = name

    def write(self, text: str) -> int:
        last = OUTPUTS[-1] if OUTPUTS else {}
        if last.get("name") == self._name:
            last["text"] += text
        elif text:
            OUTPUTS.append({"output_type": "stream", "name": self._name, "text": text})
        return len(text)


class Hook(DisplayHook):
    """What the last expression shows."""

    def write_output_prompt(self) -> None:
        """Show none."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        OUTPUTS.append(
            {
                "output_type": "execute_result",
                "data": dict(format_dict),
                "metadata": dict(md_dict or {}),
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        """Write no line end."""


class Publisher(DisplayPublisher):
    """What ``display`` shows."""

    def publish(self, data: Any, metadata: Any = None, **_more: Any) -> None:
        OUTPUTS.append({"output_type": "display_data", "data": dict(data), "metadata": dict(metadata or {})})

    def clear_output(self, wait: bool = False) -> None:
        OUTPUTS.clear()


class Shell(InteractiveShell):
    """A shell that shows nothing, and remembers what it would have shown."""

    def system(self, cmd: str) -> None:
        """Run a line behind ``!`` through a pipe: a pseudo-terminal may lose output on a busy machine."""
        expanded = self.var_expand(cmd, depth=1)
        done = subprocess.run(
            ["/bin/sh", "-c", expanded], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        sys.stdout.write(done.stdout)
        self.user_ns["_exit_code"] = done.returncode

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        OUTPUTS.append(
            {
                "output_type": "error",
                "ename": str(etype.__name__),
                "evalue": str(evalue),
                "traceback": list(stb) if isinstance(stb, list) else [str(stb)],
            }
        )


Shell.displayhook_class.default_value = Hook
Shell.display_pub_class.default_value = Publisher


def serve(shell: Shell, connection: socket.socket) -> None:
    """Run what the other side asks for, until it hangs up."""
    file = connection.makefile("rw", encoding="utf-8")
    for line in file:
        content = json.loads(line)
        if "folder" in content:
            os.chdir(content["folder"])
            answer: dict[str, Any] = {}
        else:
            answer = execute(shell, content)
        file.write(json.dumps(answer) + "\n")
        file.flush()


def execute(shell: Shell, content: dict[str, Any]) -> dict[str, Any]:
    """Answer an ``execute_request`` as ipykernel does."""
    OUTPUTS.clear()
    result = shell.run_cell(
        content["code"],
        silent=content.get("silent", False),
        store_history=content.get("store_history", not content.get("silent", False)),
    )
    status = "ok" if result.success else "error"
    reply: dict[str, Any] = {"status": status, "execution_count": shell.execution_count - 1}
    reply["user_expressions"] = shell.user_expressions(content.get("user_expressions") or {})
    return {"reply": reply, "outputs": [] if content.get("silent") else OUTPUTS}


def warm_up(shell: Shell) -> None:
    """Have the shell load what the first cell, the first error and the first magic of a process would."""
    for module in IMPORTED:
        importlib.import_module(module)
    for source in ("1", "1 / 0", "%%time\n2", "display(3)"):
        shell.run_cell(source)
    OUTPUTS.clear()
    shell.reset(new_session=True)
    shell.execution_count = 1


def main() -> None:
    """Fork until the parent ends this process."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen()
    warnings.simplefilter("ignore")
    shell = Shell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
    shell.InteractiveTB.set_mode(mode="Plain")  # the others take 0.2 s an error
    warm_up(shell)
    print("ready", file=sys.__stdout__, flush=True)
    while True:
        connection, _ = listener.accept()
        if os.fork():
            connection.close()
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            continue
        listener.close()
        try:
            serve(shell, connection)
        finally:
            os._exit(0)


if __name__ == "__main__":
    main()
