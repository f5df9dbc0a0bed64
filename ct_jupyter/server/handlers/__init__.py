"""The REST handlers, one file each, and where they are mounted."""

from __future__ import annotations

from .audit import AuditHandler, UnauditHandler
from .base import CtHandler
from .code import CodeHandler
from .data import DataHandler
from .data_cell import DataCellHandler
from .gitignore import GitignoreHandler
from .ignore import IgnoreHandler
from .kernel_env import KernelEnvHandler
from .names import NamesHandler
from .project import ProjectHandler
from .project_redact import ProjectRedactHandler
from .project_undo import ProjectUndoHandler
from .redact import RedactHandler
from .rules import RulesHandler
from .save_mode import SaveModeHandler
from .scan import ScanHandler
from .scrub import ScrubHandler
from .scrub_known import ScrubKnownHandler
from .share import ShareHandler
from .status import StatusHandler
from .undo import UndoHandler
from .unignore import UnignoreHandler

HANDLERS: list[tuple[str, type[CtHandler]]] = [
    ("ct_jupyter/status", StatusHandler),
    ("ct_jupyter/rules", RulesHandler),
    ("ct_jupyter/scan", ScanHandler),
    ("ct_jupyter/code", CodeHandler),
    ("ct_jupyter/ignore", IgnoreHandler),
    ("ct_jupyter/unignore", UnignoreHandler),
    ("ct_jupyter/audit", AuditHandler),
    ("ct_jupyter/unaudit", UnauditHandler),
    ("ct_jupyter/data", DataHandler),
    ("ct_jupyter/data-cell", DataCellHandler),
    ("ct_jupyter/scrub", ScrubHandler),
    ("ct_jupyter/scrub-known", ScrubKnownHandler),
    ("ct_jupyter/gitignore", GitignoreHandler),
    ("ct_jupyter/kernel-env", KernelEnvHandler),
    ("ct_jupyter/names", NamesHandler),
    ("ct_jupyter/redact", RedactHandler),
    ("ct_jupyter/project", ProjectHandler),
    ("ct_jupyter/project-redact", ProjectRedactHandler),
    ("ct_jupyter/project-undo", ProjectUndoHandler),
    ("ct_jupyter/undo", UndoHandler),
    ("ct_jupyter/share", ShareHandler),
    ("ct_jupyter/save-mode", SaveModeHandler),
]
"""Below the server's base URL. Every method is authenticated and authorised; a test walks the list."""
