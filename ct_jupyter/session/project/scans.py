"""The scans of whole projects: one for each user, with what it found so far."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from ...detection.model import Severity
from ...protocol.requests import ProjectScope
from ...protocol.responses import JobState, ProjectFile, ProjectResponse
from .messages import Failure, Message, Progress, Task
from .process import WorkerProcess

MAX_RUNNING = 2
"""Processes at a time, for all users; the next scan waits."""
MAX_KEPT = 50
KEPT_S = 3600.0
"""Results that nobody asked after for so long are dropped."""
MAX_FINDINGS = 50_000
"""Findings of one scan that are kept; of the others only the number is."""
MAX_SENT_FILES = 500
MAX_SENT_FINDINGS = 2_000
"""In one answer: the page asks again for the rest."""

ENDED_BADLY = "The process that scans was ended by the system, perhaps for want of memory. Scan again."

Begin = Callable[[Task], WorkerProcess]


class ProjectScan:
    """One scan, and what it found: a list that only grows, so that a number says what is known of it."""

    def __init__(self, folder: str, scope: ProjectScope, task: Task) -> None:
        self.id = secrets.token_urlsafe(16)
        self.folder = folder
        """Contents API path of what is scanned."""
        self.scope = scope
        self.task = task
        self.state: JobState = "waiting"
        self.progress = Progress(0, 0, "")
        self.message = ""
        self.touched = time.monotonic()
        self._files: list[ProjectFile] = []
        self._listed = 0
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._process: WorkerProcess | None = None
        self._refreshing = threading.Lock()
        self._again: dict[str, None] = {}
        """Files that were saved while it ran."""

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return self.state in ("waiting", "running")

    @property
    def cancelled(self) -> bool:
        """Whether it is to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Have it stop; what was found stays."""
        self._cancelled.set()
        with self._lock:
            if self._process is not None:
                self._process.stop()

    def knows(self, path: str) -> bool:
        """Whether something was told of a file."""
        with self._lock:
            return any(file.path == path for file in self._files)

    def answer(self, since: int) -> ProjectResponse:
        """Return how far it is, and what came after the first ``since`` results."""
        self.touched = time.monotonic()
        with self._lock:
            end, findings = since, 0
            while end < len(self._files) and end - since < MAX_SENT_FILES and findings < MAX_SENT_FINDINGS:
                findings += len(self._files[end].findings)
                end += 1
            files, more = self._files[since:end], end < len(self._files)
        return ProjectResponse(
            job=self.id,
            folder=self.folder,
            scope=self.scope,
            all_text=self.task.all_text,
            state=self.state,
            message=self.message,
            done=self.progress.done,
            total=self.progress.total,
            what=self.progress.what,
            files=files,
            cursor=end,
            more=more,
        )

    def follow(self, begin: Begin) -> str:
        """Do the task and keep what comes; return what the log should know of a failure."""
        if self.cancelled:
            self.state = "cancelled"
            return ""
        self.state = "running"
        where = self._follow(self.task, begin, self._keep)
        with self._refreshing:
            while self.state == "running" and (paths := self._waiting()):
                self._refresh(paths, begin)
        return where

    def again(self, paths: Sequence[str], begin: Begin) -> str:
        """Scan files again that were changed, once the scan itself is through; return as :meth:`follow`."""
        with self._lock:
            self._again.update(dict.fromkeys(paths))
            if self.running:
                return ""
        where = ""
        with self._refreshing:
            while waiting := self._waiting():
                where = self._refresh(waiting, begin) or where
        return where

    def _waiting(self) -> list[str]:
        """Return the files to scan again; where there is none, the scan is done."""
        with self._lock:
            paths, self._again = list(self._again), {}
            if not paths and self.state == "running":
                self.state = "done"
        return paths

    def _refresh(self, paths: list[str], begin: Begin) -> str:
        return self._follow(
            msgspec.structs.replace(self.task, paths=paths, again=True), begin, self._keep_file
        )

    def _follow(self, task: Task, begin: Begin, keep: Callable[[Message], str]) -> str:
        where = ""
        process = begin(task)
        try:
            with self._lock:
                self._process = process
            if self.cancelled and self.running:
                process.stop()
            for message in process.messages():
                where = keep(message) or where
        except (ChildProcessError, msgspec.DecodeError):
            if not task.again and not self.cancelled:
                self.state, self.message = "failed", ENDED_BADLY
        finally:
            process.stop()
            process.close()
            with self._lock:
                self._process = None
        if self.cancelled and self.running:
            self.state = "cancelled"
        return where

    def _keep(self, message: Message) -> str:
        if isinstance(message, Progress):
            self.progress = message
        elif isinstance(message, Failure):
            self.state, self.message = "failed", message.message
            return message.where
        else:
            self._keep_file(message)
        return ""

    def _keep_file(self, message: Message) -> str:
        if isinstance(message, ProjectFile):
            with self._lock:
                if self._listed + len(message.findings) > MAX_FINDINGS:
                    message = _only_counted(message)
                self._listed += len(message.findings)
                self._files.append(message)
        return message.where if isinstance(message, Failure) else ""


class ProjectScans:
    """The scans of the server, each its user's own."""

    def __init__(self, log: Any, begin: Begin = WorkerProcess) -> None:
        self._log = log
        self._begin = begin
        self._lock = threading.Lock()
        self._scans: dict[str, ProjectScan] = {}
        self._places = threading.Semaphore(MAX_RUNNING)

    def start(self, owner: str, folder: str, scope: ProjectScope, task: Task) -> ProjectScan:
        """Begin a scan; an earlier one of the same user is stopped and forgotten."""
        scan = ProjectScan(folder, scope, task)
        with self._lock:
            earlier = self._scans.pop(owner, None)
            self._drop_old()
            self._scans[owner] = scan
        if earlier is not None:
            earlier.cancel()
        threading.Thread(target=self._run, args=(scan,), daemon=True, name="ct_jupyter-project").start()
        return scan

    def of(self, owner: str) -> ProjectScan | None:
        """Return the scan of a user."""
        with self._lock:
            return self._scans.get(owner)

    def again(self, scan: ProjectScan, paths: Sequence[str]) -> None:
        """Scan some files of a scan again."""
        threading.Thread(target=self._run_again, args=(scan, paths), daemon=True).start()

    @property
    def idle(self) -> bool:
        """Whether nothing runs or waits."""
        with self._lock:
            return not any(scan.running for scan in self._scans.values())

    def close(self) -> None:
        """Stop all, without waiting."""
        with self._lock:
            for scan in self._scans.values():
                scan.cancel()

    def _run(self, scan: ProjectScan) -> None:
        with self._places:
            self._guarded(scan, lambda: scan.follow(self._begin))

    def _run_again(self, scan: ProjectScan, paths: Sequence[str]) -> None:
        with self._places:
            self._guarded(scan, lambda: scan.again(paths, self._begin))

    def _guarded(self, scan: ProjectScan, work: Callable[[], str]) -> None:
        where = ""
        try:
            where = work()
        except OSError as error:
            where = type(error).__name__
            scan.state = "failed"
            scan.message = f"The process that scans could not be started: {error.strerror}."
        if where:
            self._log.error("ct_jupyter: the scan of a project failed: %s", where)

    def _drop_old(self) -> None:
        now = time.monotonic()
        over = len(self._scans) + 1 - MAX_KEPT
        for owner, scan in sorted(self._scans.items(), key=lambda item: item[1].touched):
            if not scan.running and (over > 0 or now - scan.touched > KEPT_S):
                del self._scans[owner]
                over -= 1


def _only_counted(file: ProjectFile) -> ProjectFile:
    more = dict(file.more)
    for finding in file.findings:
        if finding.suppressed is None:
            severity = Severity(finding.severity)
            more[severity] = more.get(severity, 0) + 1
    return msgspec.structs.replace(file, findings=[], more=more)
