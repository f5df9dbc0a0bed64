"""The extension: what Jupyter Server loads."""

from __future__ import annotations

from .app import App
from .handlers import HANDLERS


class CtJupyter(App):
    """Finds credentials in notebooks while they are edited and saved."""

    def initialize_handlers(self) -> None:
        """Mount the REST interface."""
        self.handlers.extend(HANDLERS)
