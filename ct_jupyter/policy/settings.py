"""Every setting: its name, what a right value is, and what it is without one.

The same readers serve options, ``FAILED_ARGS`` and the files, so that a value means the same everywhere.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..datasets.kinds import GLOBS, NOTEBOOK_GLOBS
from ..notebook.formats import FORMAT_GLOBS
from ..notebook.platforms import AUTO, STORES, is_vault
from .allowed import Looks, looks_like, sha1_of
from .kinds import check_kinds
from .rule_tables import names_of, rules_of
from .values import date_of, nearest, tables_of, text_of, texts_of

DEFAULT_INCLUDE = (*NOTEBOOK_GLOBS, *FORMAT_GLOBS, *GLOBS)
"""Notebooks and data files, as far as their names say that they are."""

CONDITIONS = ("OR", "AND")
HASH_DIGITS = 32
SUPPRESSIONS_NEED = ("nothing", "base")


class ConfigError(ValueError):
    """A setting that cannot be used; the message names it, where it stands, and what would be right."""

    files: tuple[Path, ...] = ()
    """Files beside that of the settings that may be the cause: a change of one may set it right."""


class IgnoreRule(NamedTuple):
    """``[[ignore]]``: findings in some paths do not count."""

    paths: tuple[str, ...]
    weakness: tuple[str, ...]
    reason: str
    until: datetime.date | None
    at: str | None = None
    """Where it stands, as ``.ct-jupyter.toml:12``."""


class AllowRule(NamedTuple):
    """``[[allow]]``: a value does not count anywhere, or in some files: known by its fingerprint, or by what
    it looks like. All that a table says has to hold."""

    fingerprint: str
    reason: str
    until: datetime.date | None
    looks: Looks | None = None
    """In place of a fingerprint."""
    at: str | None = None
    """Where it stands, as ``.ct-jupyter.toml:12``."""

    @property
    def name(self) -> str:
        """What a message calls it."""
        return f"{self.fingerprint[:8]}…" if self.fingerprint else self.reason


class Setting(NamedTuple):
    """One setting."""

    read: Callable[[Any], Any]
    """Returns the value, or raises ValueError with what it has to be."""
    default: Any = None


def _count(value: Any) -> int:
    # YAML and JSON tell numbers from words; Azure sends every input as text.
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError("has to be a whole number from 0")


def _globs(value: Any) -> tuple[str, ...]:
    if not isinstance(value, str):
        raise ValueError('has to be text: globs on the weakness id, with commas between ("secret.aws.*")')
    if not value.strip():
        return ()
    globs = tuple(glob.strip().lower().replace(".*", "*") for glob in value.split(","))
    if not all(globs):
        raise ValueError("has an empty glob between its commas")
    return globs


def _kinds(own: Collection[str]) -> Callable[[Any], tuple[str, ...]]:
    """Return what reads globs of which each has to name something: a slip must not leave a switch without
    effect. Beside our kinds there are those that the rules of the same policy add."""

    def read(value: Any) -> tuple[str, ...]:
        globs = _globs(value)
        check_kinds(value.split(",") if globs else (), own)
        return globs

    return read


def _weaknesses(own: Collection[str]) -> Callable[[Any], tuple[str, ...]]:
    read_one = _kinds(own)

    def read(value: Any) -> tuple[str, ...]:
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list | tuple):
            raise ValueError('has to be a list of globs on the weakness id (["pii.ip-address"])')
        return tuple(glob for text in texts for glob in read_one(text))

    return read


def _condition(value: Any) -> str:
    if isinstance(value, str) and value.strip().upper() in CONDITIONS:
        return value.strip().upper()
    meant = nearest(value.strip().upper(), CONDITIONS) if isinstance(value, str) else ""
    raise ValueError(f"has to be OR or AND{meant}")


def _suppressions_need(value: Any) -> str:
    text = text_of(value).lower()
    if text not in SUPPRESSIONS_NEED:
        raise ValueError(f'has to be "nothing" or "base"{nearest(text, SUPPRESSIONS_NEED, others=False)}')
    return text


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise ValueError("has to be true or false")


def _store(value: Any) -> str:
    text = text_of(value).lower()
    if text not in STORES:
        raise ValueError(f"has to be one of {', '.join(STORES)}{nearest(text, STORES, others=False)}")
    return text


def _vault(value: Any) -> str:
    text = text_of(value)
    if not is_vault(text):
        raise ValueError("has to be a name: letters, digits, dots, dashes and underscores")
    return text


def _ignore(
    paths: tuple[str, ...], weakness: tuple[str, ...] | None, reason: str, until: datetime.date | None
) -> IgnoreRule:
    return IgnoreRule(paths, weakness or ("*",), reason, until)


def _fingerprint(value: Any) -> str:
    text = text_of(value).lower()
    if len(text) != HASH_DIGITS or not set(text) <= set("0123456789abcdef"):
        raise ValueError(f"has to be {HASH_DIGITS} hexadecimal digits, as a report shows them")
    return text


def _allow(  # noqa: PLR0913  # a keyword for each key of the table
    fingerprint: str | None,
    value: re.Pattern[str] | None,
    line: re.Pattern[str] | None,
    words: tuple[str, ...] | None,
    sha1: frozenset[str] | None,
    paths: tuple[str, ...] | None,
    weakness: tuple[str, ...] | None,
    reason: str,
    until: datetime.date | None,
) -> AllowRule:
    looks = [one for one in (value, line, words, sha1) if one]
    if fingerprint:
        if looks or paths or weakness:
            raise ValueError("has a fingerprint, which says it all; leave the other conditions out")
        return AllowRule(fingerprint, reason, until)
    if not looks:
        raise ValueError(
            "needs 'fingerprint', or what the value looks like: 'value', 'words', 'line' or 'sha1'; "
            "what is to be ignored in some paths whatever it is stands in [[ignore]]"
        )
    seen = Looks(value, line, words or (), paths or (), weakness or ("*",), sha1 or frozenset())
    return AllowRule("", reason, until, seen)


LIMITS = {f"max_number_of_{severity}": Setting(_count) for severity in ("critical", "high", "medium", "low")}
GATE = LIMITS | {
    "weakness_is": Setting(_globs, ()),
    "condition": Setting(_condition, "OR"),
}
"""What together makes the gate: it comes from one source as a whole, so that no two are mixed unseen."""

VOCABULARY = GATE | {
    "sync_scan": Setting(_flag, True),
    "policy_name": Setting(text_of, ""),
}
"""What ``FAILED_ARGS`` may hold."""


def settings_for(own: Collection[str] = ()) -> dict[str, Setting]:
    """Return what a file may hold, where its rules have the ids ``own``."""
    return VOCABULARY | {
        "include": Setting(texts_of, DEFAULT_INCLUDE),
        "exclude": Setting(texts_of, ()),
        "disable": Setting(_weaknesses(own), ()),
        "baseline": Setting(text_of, ".ct-jupyter/baseline.json"),
        "honour_pragmas": Setting(_flag, True),
        "suppressions_need": Setting(_suppressions_need, "nothing"),
        "store": Setting(_store, AUTO),
        "vault": Setting(_vault, ""),
        "ignore": Setting(
            tables_of(
                {"paths": texts_of, "weakness": _kinds(own), "reason": text_of, "until": date_of},
                ("paths", "reason"),
                _ignore,
            ),
            (),
        ),
        "allow": Setting(
            tables_of(
                {
                    "fingerprint": _fingerprint,
                    "value": looks_like,
                    "line": looks_like,
                    "words": texts_of,
                    "sha1": sha1_of,
                    "paths": texts_of,
                    "weakness": _kinds(own),
                    "reason": text_of,
                    "until": date_of,
                },
                ("reason",),
                _allow,
            ),
            (),
        ),
        "rule": Setting(rules_of, ()),
        "rule_files": Setting(texts_of, ()),
        "secret_names": Setting(names_of, ()),
    }


SETTINGS = settings_for()
"""What a file may hold that adds no rule."""

UNSET_GATE = {"max_number_of_critical": 0, "max_number_of_high": 0}
"""Without any word on limits, any critical or high finding fails."""


def read_all(given: Mapping[Any, Any], known: Mapping[str, Setting], where: str) -> dict[str, Any]:
    """Return ``given`` with every value checked.

    Raises
    ------
    ConfigError
        A key is unknown, or a value is not what its key takes.
    """
    values = {}
    for key, value in given.items():
        setting = known.get(key)
        if setting is None:
            raise ConfigError(f"{where}: unknown key {key!r}{nearest(str(key), known)}")
        try:
            values[key] = setting.read(value)
        except ValueError as error:
            raise ConfigError(f"{where}: {key} {error}") from None
    return values
