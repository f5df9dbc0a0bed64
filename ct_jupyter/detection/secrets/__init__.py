"""Secrets without a form of their own, known by the name that they are given to.

``pairs`` finds what is given to which name, ``further`` what stands away from its
name, ``calls`` what a function takes by position, ``markup`` the same in Markdown, HTML and tables, ``names``
says
what kind of secret a name announces, ``values`` whether the value is one, and ``rules`` makes matches of it.
"""

from __future__ import annotations

from .calls import trigger as calls_trigger
from .markup import TRIGGER as MARKUP_TRIGGER
from .names import name_before
from .pairs import TRIGGER
from .places import Places
from .rules import NameRules

__all__ = ["MARKUP_TRIGGER", "TRIGGER", "NameRules", "Places", "calls_trigger", "name_before"]
