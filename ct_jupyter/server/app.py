"""The app of the extension: its settings, and what the handlers and the save hook share."""

from __future__ import annotations

import time
from typing import Any

import msgspec
from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Enum, Integer

from ..check.data_cache import DataCache
from ..detection import get_detector, load_rules
from ..detection.personal.names.model import available
from ..findings.finding import Finding
from ..protocol.requests import SaveMode
from ..protocol.responses import API_VERSION, SAVE_SCHEMA, SaveEvent, StatusResponse
from ..session.checker import Checker
from ..session.errors import describe
from ..session.jobs import Jobs
from ..session.places import has_local_files
from ..session.policies import Policies
from ..session.project.scans import ProjectScans
from ..session.project.undos import Undos
from ..session.stored import StoredValues
from ..session.work import Workers
from ..version import __version__
from .collaboration import is_collaborative
from .hook import SaveHook
from .kernel_env import hand_env_to_kernels
from .refused import answer_refusals
from .save_event import SCHEMA_PATH
from .warm import warm_up

WITHOUT_FRONT_END = "+light"
"""How `hatch_build.py` ends the version of a package that has none."""

PASS_S = 30.0
"""How long a save that was asked for in spite of all is waited for."""


class App(ExtensionApp):
    """What a server has one of: settings, caches, workers, the save hook."""

    name = "ct_jupyter"
    load_other_extensions = True

    save_mode = Enum(
        ["off", "warn", "block"],
        "warn",
        config=True,
        help="What a save with findings does until a user chooses: nothing, a notification, or refuse. "
        "With a collaboration extension `block` acts as `warn`: there a refused save is shown as done.",
    )
    lock_save_mode = Bool(False, config=True, help="Whether users may not change `save_mode`.")
    env_for_kernels = Bool(
        False,
        config=True,
        help="Whether kernels are started with the variables of the .env file in their notebook's folder, "
        "and of the one at the top of its repository. Off by default: whoever can write such a file has a "
        "say in the kernel's environment. What decides which programs run, such as PATH, is left out.",
    )
    max_body_mb = Integer(64, min=1, max=1024, config=True, help="The largest request to scan, in MB.")

    def initialize_settings(self) -> None:
        """Make what the handlers and the hook share."""
        if __version__.endswith(WITHOUT_FRONT_END):
            self.log.warning(
                "ct_jupyter %s was built without its JupyterLab front end, as there was no Node: notebooks "
                "are scanned on save, but there is no panel. Install it from the package index, or with Node "
                "20 or newer.",
                __version__,
            )
        self.checker = Checker()
        self.policies = Policies()
        self.stored = StoredValues()
        self.workers = Workers()
        self.jobs = Jobs(self.log)
        self.projects = ProjectScans(self.log)
        self.undos = Undos()
        self.data_cache = DataCache()
        self.hook = SaveHook(self)
        self._hooked: Any = None
        self._passes: dict[str, float] = {}
        self.personal_off: tuple[str, ...] = ()
        self.kernels_with_env: set[str] = set()
        """Kernels whose users asked for the variables of ``.env`` at the next start."""
        self.save_hook_registered = self._register_hook()
        # Another extension may put a contents manager of its own in place of this one (jupytext does).
        self._server.io_loop.add_callback(self.ensure_hook)
        self._server.event_logger.register_event_schema(SCHEMA_PATH)
        self.env_for_kernels_works = hand_env_to_kernels(
            self._server.kernel_manager,
            lambda: self._server.contents_manager,
            lambda kernel: bool(self.env_for_kernels) or kernel in self.kernels_with_env,
        )
        # The rules are compiled before the first keystroke asks for them.
        self.workers.submit(self._warm_up)

    async def stop_extension(self) -> None:
        """Let the threads and the processes go."""
        self.workers.close()
        self.jobs.close()
        self.projects.close()

    @property
    def collaboration(self) -> bool:
        """Whether a collaboration extension is loaded."""
        return is_collaborative(self.serverapp)

    @property
    def save_modes(self) -> list[SaveMode]:
        """The modes that can be had here."""
        return (
            ["off", "warn"]
            if self.collaboration or not self.save_hook_registered
            else ["off", "warn", "block"]
        )

    @property
    def effective_save_mode(self) -> SaveMode:
        """The mode that a save follows now."""
        return self.save_mode if self.save_mode in self.save_modes else "warn"

    def give_pass(self, path: str) -> None:
        """Let the next save of ``path`` through, if it comes soon."""
        now = time.monotonic()
        self._passes = {one: until for one, until in self._passes.items() if until > now}
        self._passes[path.strip("/")] = now + PASS_S

    def take_pass(self, path: str) -> bool:
        """Whether the next save of ``path`` was asked for in spite of all; it is good for one."""
        return self._passes.pop(path.strip("/"), 0.0) > time.monotonic()

    def is_told(self, finding: Finding) -> bool:
        """Whether a save tells of a finding: not where the user switched its kind off, and may choose."""
        kind = finding.weakness_id + "."
        return self.lock_save_mode or not any(kind.startswith(f"{off}.") for off in self.personal_off)

    @property
    def max_body_bytes(self) -> int:
        """The largest body that is accepted."""
        return int(self.max_body_mb) * 1024 * 1024

    def status(self) -> StatusResponse:
        """Return what ``GET status`` answers."""
        return StatusResponse(
            version=__version__,
            api=API_VERSION,
            engine=get_detector().engine,
            rules=len(load_rules()),
            save_mode=self.effective_save_mode,
            save_modes=self.save_modes,
            save_mode_locked=self.lock_save_mode,
            save_hook=self.save_hook_registered,
            env_for_kernels=self.env_for_kernels and self.env_for_kernels_works,
            collaboration=self.collaboration,
            names=available(),
            local_files=has_local_files(self._server.contents_manager),
            max_body_bytes=self.max_body_bytes,
        )

    def emit_save(self, event: SaveEvent) -> None:
        """Emit the save event on the event loop, from whatever thread."""
        self._server.io_loop.add_callback(self._emit, msgspec.to_builtins(event))

    @property
    def _server(self) -> Any:
        return self.serverapp

    def _emit(self, data: dict[str, Any]) -> None:
        try:
            self._server.event_logger.emit(schema_id=SAVE_SCHEMA, data=data)
        except Exception as error:
            self.log.warning("ct_jupyter: the save event was not sent: %s", describe(error))

    def _warm_up(self) -> None:
        try:
            warm_up(get_detector())
        except Exception as error:
            self.log.error("ct_jupyter: nothing can be scanned: %s", describe(error))

    def ensure_hook(self) -> None:
        """Register the hook with the contents manager that the server has now."""
        if self._hooked is not self._server.contents_manager:
            self.save_hook_registered = self._register_hook()

    def _register_hook(self) -> bool:
        manager = self._hooked = self._server.contents_manager
        register = getattr(manager, "register_pre_save_hook", None)
        if register is None:
            self.log.warning(
                "ct_jupyter: %s has no pre-save hooks, so notebooks are not scanned on save here; "
                "they are still scanned while they are edited.",
                type(manager).__name__,
            )
            return False
        register(self.hook.run)
        answer_refusals(manager)
        return True
