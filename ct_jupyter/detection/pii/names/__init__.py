"""Names of persons and addresses: by the model of an extra, and by what can be told without one.

Nothing here imports the model before it is asked for.
"""

from .find import find_names
from .model import ModelError, available
from .spans import NameKind, NameSpan

__all__ = ["ModelError", "NameKind", "NameSpan", "available", "find_names"]
