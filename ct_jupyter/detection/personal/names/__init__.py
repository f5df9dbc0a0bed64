"""Names of persons and addresses: by the model of an extra, and by what can be told without one.

Nothing here imports the model before it is asked for.
"""

from .find import find_names
from .model import SWITCH, ModelError, available, enabled, switched
from .spans import NameKind, NameSpan

__all__ = ["SWITCH", "ModelError", "NameKind", "NameSpan", "available", "enabled", "find_names", "switched"]
