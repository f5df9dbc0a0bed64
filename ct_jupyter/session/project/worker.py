"""The process that scans: a task in on standard input, results out on standard output.

It imports nothing of Jupyter Server. When the server is gone, its standard input ends, and so does it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from jupyter_core.paths import is_hidden

from ...check.checked import Checked
from ...check.names import names_pass_for
from ...check.targets import excluded_by, targets_below
from ...check.tree import check_targets
from ...check.walk import Target, shown_path
from ...datasets.kinds import kind_of
from ...detection.model import Severity
from ...findings.finding import Finding, ScanError
from ...policy.additions import additions_of
from ...policy.apply import apply_policy, place_below
from ...policy.baseline import Baseline, fingerprinter_for, load_baseline
from ...policy.config import Config, load_config
from ...policy.settings import ConfigError
from ...protocol.responses import ProjectFile, ProjectFileKind
from ..errors import describe
from .messages import Failure, Message, Progress, Task

MAX_LISTED = 200
"""Findings of one file that are listed; of the others only the number is told."""
MAX_PROCESSES = 4
NICE = 10
"""Lower priority: who works on the machine comes first."""
FLUSH_S = 0.25

Send = Callable[[Message], None]


def main() -> None:
    """Scan what standard input asks for."""
    out = _own_output()
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=Task)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(NICE)

    def send(message: Message) -> None:
        out.write(msgspec.json.encode(message) + b"\n")
        out.flush()

    try:
        Scan(task, send).run()
    except ConfigError as error:
        root = task.server_root
        send(Failure(str(error).replace(f"{root}/", "").replace(f"{root}\\", "")))
    except BrokenPipeError:
        pass
    except Exception as error:  # its message may quote a document
        send(Failure("Something went wrong in ct_jupyter; the server's log says where.", describe(error)))


class Scan:
    """One task, as ``ct-jupyter scan`` would do it in the folder."""

    def __init__(self, task: Task, send: Send) -> None:
        self._task = task
        self._send = send
        self._root = Path(task.root)
        self._server_root = Path(task.server_root)
        self._config: Config = load_config(self._root, {})
        self._baseline: Baseline | None = load_baseline(self._config)
        self._place_of = place_below(self._config.root, self._root)
        self._done = 0
        self._told: set[ScanError] = set()
        self._pending: list[tuple[Target, Checked]] = []
        self._flushed = 0.0

    def run(self) -> None:
        """Scan, and send what was found as it comes."""
        targets, errors = self._targets()
        self._tell(len(targets), targets[0].shown if targets else "")
        for path, message in errors:
            self._send_file(path, _kind_of(Path(path)), [], [ScanError(path=path, message=message)])
        for target, checked in zip(targets, self._checked(targets), strict=True):
            self._done += 1
            self._pending.append((target, checked))
            if time.monotonic() - self._flushed >= FLUSH_S:
                self._flush()
                self._tell(len(targets), targets[self._done].shown if self._done < len(targets) else "")
        self._flush()
        self._tell(len(targets), "")

    def _targets(self) -> tuple[list[Target], list[tuple[str, str]]]:
        """Return what is to be scanned, and what cannot be with the reason."""
        paths = [Path(path) for path in self._task.paths]
        found, missing = targets_below(
            paths, self._root, self._config, self._place_of, text=self._task.all_text
        )
        targets, errors = [], [] if self._task.again else [(one.path, one.message) for one in missing]
        for target in found:
            if self._is_hidden(target.path):
                continue
            if target.path.resolve().is_relative_to(self._server_root):
                targets.append(target)
            else:
                errors.append(
                    (target.shown, "is a link that leads out of the server's root, so it was not read")
                )
        if self._task.again:
            scanned = {target.path for target in targets}
            gone = [path for path in paths if path not in scanned]
            for path in gone:
                self._send_file(shown_path(path, self._root), _kind_of(path), [], [])
        return targets, errors

    def _checked(self, targets: list[Target]) -> Iterator[Checked]:
        excluded = excluded_by(self._config, self._place_of)
        names, _ = names_pass_for(targets)
        yield from check_targets(
            targets,
            jobs=min(MAX_PROCESSES, os.cpu_count() or 1),
            fingerprint=fingerprinter_for(self._baseline),
            honour_pragmas=self._config.honour_pragmas,
            data_root=self._root,
            names=names,
            excluded=lambda shown: excluded(shown) or self._is_hidden(self._root / shown),
            additions=additions_of(self._config, self._place_of),
            progress=lambda path, _done, _total: self._tell_data(len(targets), path),
        )

    def _is_hidden(self, path: Path) -> bool:
        return not self._task.hidden and bool(is_hidden(str(path), self._task.server_root))

    def _flush(self) -> None:
        self._flushed = time.monotonic()
        pending, self._pending = self._pending, []
        judged = apply_policy(
            [finding for _, checked in pending for finding in checked.findings],
            self._config,
            self._baseline,
            self._place_of,
            complete=False,
        ).findings
        by_path: dict[str, list[Finding]] = {}
        for finding in judged:
            by_path.setdefault(finding.path, []).append(finding)
        for target, checked in pending:
            # A data file that cannot be read is told once, also where many notebooks name it.
            errors = [error for error in checked.errors if error not in self._told]
            self._told.update(errors)
            findings = by_path.get(checked.path, [])
            if findings or errors or self._task.again:
                self._send_file(checked.path, _kind_of(target.path), findings, errors)

    def _send_file(
        self, path: str, kind: ProjectFileKind, findings: list[Finding], errors: list[ScanError]
    ) -> None:
        listed, more = findings[:MAX_LISTED], dict.fromkeys(Severity, 0)
        for finding in findings[MAX_LISTED:]:
            if finding.suppressed is None:
                more[finding.severity] += 1
        self._send(
            ProjectFile(
                path=self._sent(path),
                kind=kind,
                findings=[self._slim(finding) for finding in listed],
                more={severity: count for severity, count in more.items() if count},
                errors=[msgspec.structs.replace(one, path=self._sent(one.path)) for one in errors],
            )
        )

    def _slim(self, finding: Finding) -> Finding:
        column = finding.column
        if column is not None:
            column = msgspec.structs.replace(column, path=self._sent(column.path))
        # The line around it is for reports: what looks like a value is only guessed there.
        return msgspec.structs.replace(finding, path=self._sent(finding.path), column=column, context=None)

    def _sent(self, shown: str) -> str:
        """Return a path relative to the server's root of one relative to the scanned folder."""
        path = shown_path(self._root / shown, self._server_root)
        # A name that is no text in UTF-8 cannot be sent as it is.
        return path.encode("utf-8", "replace").decode()

    def _tell(self, total: int, shown: str) -> None:
        self._send(Progress(self._done, total, self._sent(shown) if shown else ""))

    def _tell_data(self, total: int, shown: str) -> None:
        if time.monotonic() - self._flushed >= FLUSH_S:
            self._flush()
            self._tell(total, shown)


def _kind_of(path: Path) -> ProjectFileKind:
    if path.suffix.lower() == ".ipynb":
        return "notebook"
    return "data" if kind_of(path.name)[0] is not None else "text"


def _own_output() -> BinaryIO:
    """Return standard output, and keep everybody else from writing to it."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


def _end_with_the_server() -> None:
    """Wait until standard input ends, then end this process and those that it started."""
    # Not by the buffer of `sys.stdin`: a thread that waits in it would be in the way of an ordinary end.
    while os.read(0, 65536):
        pass
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
