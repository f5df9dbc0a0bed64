"""Text in, matches out. Knows no notebook, file format, network or Jupyter."""

from __future__ import annotations

from .detector import Detector, get_detector
from .model import Confidence, Match, Rule, Severity, preview
from .rule_files import load_rules

__all__ = ["Confidence", "Detector", "Match", "Rule", "Severity", "get_detector", "load_rules", "preview"]
