"""Secrets without a form of their own, known by the name that they are given to.

``pairs`` finds what is given to which name, ``names`` says what kind of secret a name announces, ``values``
whether the value is one, and ``rules`` makes matches of it.
"""

from __future__ import annotations

from .names import name_before
from .pairs import TRIGGER
from .places import Places
from .rules import NameRules

__all__ = ["TRIGGER", "NameRules", "Places", "name_before"]
