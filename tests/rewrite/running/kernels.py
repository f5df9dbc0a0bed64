"""Real kernels, with what shells can: to run a cell, and to answer what the front end asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

Json = dict[str, Any]
WAIT = 120
"""Seconds for an answer; a kernel that takes longer hangs."""


class Kernel:
    """One kernel, until it is closed.

    Parameters
    ----------
    folder
        That it starts in.
    environment
        That it starts with.
    name
        Of its specification.
    specs
        A folder with more specifications.
    """

    def __init__(
        self, folder: Path, environment: dict[str, str], name: str = "python3", specs: Path | None = None
    ) -> None:
        self._manager = KernelManager(kernel_name=name)
        if specs is not None:
            self._manager.kernel_spec_manager.kernel_dirs.insert(0, str(specs))
        self._manager.start_kernel(cwd=str(folder), env=environment)
        self._client = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=WAIT)

    def run(self, source: str) -> list[Json]:
        """Run a cell and return its outputs, as nbformat has them."""
        outputs: list[Json] = []

        def keep(message: Json) -> None:
            kind, content = message["msg_type"], message["content"]
            if kind == "stream" and outputs and outputs[-1].get("name") == content["name"]:
                outputs[-1]["text"] += content["text"]
            elif kind in ("stream", "display_data", "execute_result", "error"):
                content.pop("transient", None)
                outputs.append({"output_type": kind, **content})

        self._client.execute_interactive(
            source, store_history=True, allow_stdin=False, stop_on_error=False, output_hook=keep, timeout=WAIT
        )
        return outputs

    def execute(self, content: Json) -> Json:
        """Answer an ``execute_request`` of the front end."""
        reply: Json = self._client.execute_interactive(
            content["code"],
            silent=content.get("silent", False),
            store_history=content.get("store_history", True),
            user_expressions=content.get("user_expressions"),
            allow_stdin=False,
            output_hook=lambda _message: None,
            timeout=WAIT,
        )["content"]
        return reply

    def close(self) -> None:
        """End it."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()
