"""Text in, matches out. Knows no notebook, file format, network or Jupyter."""

from __future__ import annotations

from .detector import Detector, get_detector
from .model import Confidence, Match, Rule, Severity
from .preview import preview
from .rule_files import load_rules, rules_by_id
from .secrets.halves import half_in

__all__ = [
    "Confidence",
    "Detector",
    "Match",
    "Rule",
    "Severity",
    "get_detector",
    "half_in",
    "load_rules",
    "preview",
    "rules_by_id",
]
