"""Every setting: its name, what a right value is, and what it is without one.

The same readers serve options, ``FAILED_ARGS`` and the files, so that a value means the same everywhere.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ..datasets.kinds import GLOBS
from ..notebook.formats import FORMAT_GLOBS
from ..notebook.platforms import AUTO, STORES, is_vault
from .kinds import check_kinds

DEFAULT_INCLUDE = ("*.ipynb", *FORMAT_GLOBS, *GLOBS)
"""Notebooks and data files, as far as their names say that they are."""

CONDITIONS = ("OR", "AND")
HASH_DIGITS = 32
SUPPRESSIONS_NEED = ("nothing", "base")


class ConfigError(ValueError):
    """A setting that cannot be used; the message names it, where it stands, and what would be right."""


class IgnoreRule(NamedTuple):
    """``[[ignore]]``: findings in some paths do not count."""

    paths: tuple[str, ...]
    weakness: tuple[str, ...]
    reason: str
    until: datetime.date | None
    at: str | None = None
    """Where it stands, as ``.ct-jupyter.toml:12``."""


class AllowRule(NamedTuple):
    """``[[allow]]``: one value, known by its fingerprint only, does not count anywhere."""

    fingerprint: str
    reason: str
    until: datetime.date | None
    at: str | None = None
    """Where it stands, as ``.ct-jupyter.toml:12``."""


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


def _kinds(value: Any) -> tuple[str, ...]:
    """Read globs of which each has to name something: a slip must not leave a switch without effect."""
    globs = _globs(value)
    check_kinds(value.split(",") if globs else ())
    return globs


def _weaknesses(value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple):
        raise ValueError('has to be a list of globs on the weakness id (["pii.ip-address"])')
    return tuple(glob for text in texts for glob in _kinds(text))


def _condition(value: Any) -> str:
    if isinstance(value, str) and value.strip().upper() in CONDITIONS:
        return value.strip().upper()
    meant = nearest(value.strip().upper(), CONDITIONS) if isinstance(value, str) else ""
    raise ValueError(f"has to be OR or AND{meant}")


def _suppressions_need(value: Any) -> str:
    text = _text(value).lower()
    if text not in SUPPRESSIONS_NEED:
        raise ValueError(f'has to be "nothing" or "base"{nearest(text, SUPPRESSIONS_NEED, others=False)}')
    return text


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise ValueError("has to be true or false")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("has to be text")
    return value.strip()


def _store(value: Any) -> str:
    text = _text(value).lower()
    if text not in STORES:
        raise ValueError(f"has to be one of {', '.join(STORES)}{nearest(text, STORES, others=False)}")
    return text


def _vault(value: Any) -> str:
    text = _text(value)
    if not is_vault(text):
        raise ValueError("has to be a name: letters, digits, dots, dashes and underscores")
    return text


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
        raise ValueError('has to be a list of texts (["*.ipynb"])')
    return tuple(value)


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("has to be a date as 2027-01-31") from None


def _tables(
    keys: Mapping[str, Callable[[Any], Any]], required: Iterable[str], make: Callable[..., Any]
) -> Callable[[Any], Any]:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            raise ValueError(f"has to be a list of tables with the keys {', '.join(keys)}")
        made = []
        for number, table in enumerate(value, start=1):
            where = f"(entry {number})"
            for key in table:
                if key not in keys:
                    raise ValueError(f"{where} has the unknown key {key!r}{nearest(key, keys)}")
            for key in required:
                if not table.get(key):
                    raise ValueError(f"{where} needs {key!r}")
            values: dict[str, Any] = dict.fromkeys(keys)
            for key, given in table.items():
                try:
                    values[key] = keys[key](given)
                except ValueError as error:
                    raise ValueError(f"{where}: {key} {error}") from None
            made.append(make(**values))
        return tuple(made)

    return read


def _ignore(
    paths: tuple[str, ...], weakness: tuple[str, ...] | None, reason: str, until: datetime.date | None
) -> IgnoreRule:
    return IgnoreRule(paths, weakness or ("*",), reason, until)


def _fingerprint(value: Any) -> str:
    text = _text(value).lower()
    if len(text) != HASH_DIGITS or not set(text) <= set("0123456789abcdef"):
        raise ValueError(f"has to be {HASH_DIGITS} hexadecimal digits, as a report shows them")
    return text


LIMITS = {f"max_number_of_{severity}": Setting(_count) for severity in ("critical", "high", "medium", "low")}
GATE = LIMITS | {
    "weakness_is": Setting(_globs, ()),
    "condition": Setting(_condition, "OR"),
}
"""What together makes the gate: it comes from one source as a whole, so that no two are mixed unseen."""

VOCABULARY = GATE | {
    "sync_scan": Setting(_flag, True),
    "policy_name": Setting(_text, ""),
}
"""What ``FAILED_ARGS`` may hold."""

SETTINGS = VOCABULARY | {
    "include": Setting(_texts, DEFAULT_INCLUDE),
    "exclude": Setting(_texts, ()),
    "disable": Setting(_weaknesses, ()),
    "baseline": Setting(_text, ".ct-jupyter/baseline.json"),
    "honour_pragmas": Setting(_flag, True),
    "suppressions_need": Setting(_suppressions_need, "nothing"),
    "store": Setting(_store, AUTO),
    "vault": Setting(_vault, ""),
    "ignore": Setting(
        _tables(
            {"paths": _texts, "weakness": _kinds, "reason": _text, "until": _date},
            ("paths", "reason"),
            _ignore,
        ),
        (),
    ),
    "allow": Setting(
        _tables(
            {"fingerprint": _fingerprint, "reason": _text, "until": _date},
            ("fingerprint", "reason"),
            AllowRule,
        ),
        (),
    ),
}
"""What a file may hold."""

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


def nearest(word: str, known: Iterable[str], *, others: bool = True) -> str:
    """Return ``; did you mean …?`` where a known word is near, else, with ``others``, what there is."""
    words = list(known)
    found = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if found:
        return f"; did you mean {found[0]!r}?"
    return f"; there are {', '.join(words)}" if others else ""
