"""Values that are stored outside of a notebook, and which of them are worth looking for in its outputs."""

from __future__ import annotations

import re
import stat
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..detection.secrets.copies import Copy, Needles, without_ansi
from ..detection.secrets.encodings import MIN_ANYWHERE, is_distinctive
from ..detection.secrets.names import kind_of
from ..detection.secrets.placeholders import is_placeholder
from ..git.work_tree import work_tree_top
from ..text.lazy import lazy
from .dotenv import UnreadableEnvError, held_values
from .store import ENV_NAME

MAX_ENV_BYTES = 1_000_000
MAX_VALUES = 500
_MAX_FOLDERS = 1000

_URL_WITHOUT_SECRET = lazy(r"[a-z][a-z0-9+.-]*://[^\s@?]*\Z", re.IGNORECASE)
_SETTING = lazy(
    r"""[a-z][a-z]*(?:[-_.:/ ][a-z0-9]{1,12}){0,12}   # eu-central-1, gpt-4o-mini, db.example.com, en_us.utf8
      | [~.]{0,2}(?:/[\w.@ -]+)+/? | [A-Za-z]:\\.*     # paths
      | [\d.,:+\-/ TZ]+                                # numbers, dates, versions
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                   # addresses are personal data, with a kind of their own
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CORE = lazy(r"[A-Za-z0-9]{4,}")

Stamp = tuple[int, int, int] | None


def is_worth_marking(name: str, value: str) -> bool:
    """Whether an output that shows ``value`` gives away what the variable ``name`` holds.

    Never of fewer than eight characters, nor a plain word. What reads like an ordinary setting (a region, a
    host, a path, a number) only where the name announces a secret.
    """
    bare = value.strip()
    if password := _password_in(bare):
        return is_distinctive(password) and not is_placeholder(password)
    if len(bare) < MIN_ANYWHERE or not is_distinctive(bare) or is_placeholder(bare):
        return False
    if kind_of(name) is not None:
        return True
    return not (_SETTING.fullmatch(bare) or _URL_WITHOUT_SECRET.match(bare))


class KnownValues:
    """The stored values, in all forms in which an output may show them.

    Parameters
    ----------
    stored
        Values by the name of their variable.
    """

    def __init__(self, stored: Mapping[str, str | None]) -> None:
        names: dict[str, str] = {}
        whole: dict[str, str] = {}
        self._stored = stored
        for name, value in stored.items():
            if value is not None and len(names) < MAX_VALUES and is_worth_marking(name, value):
                names.setdefault(value, name)
                whole.setdefault(value, name)
                if password := _password_in(value):
                    names.setdefault(password, name)
        self._needles = Needles(names)
        self._whole = whole
        # What no way of escaping changes: only where one of these stands need all the forms be looked for.
        cores = {max(_CORE.findall(value), key=len, default="") for value in names}
        self._cores = tuple(cores)
        self._any = bool(names)

    def __bool__(self) -> bool:
        return self._any

    def __repr__(self) -> str:
        return "KnownValues()"

    @property
    def by_value(self) -> Mapping[str, str]:
        """The name of the variable that holds each value, whole: what code can read it by."""
        return self._whole

    def only(self, names: Iterable[str] | None) -> KnownValues:
        """Return the values of some variables; all of them for None."""
        if names is None:
            return self
        wanted = set(names)
        return KnownValues({name: value for name, value in self._stored.items() if name in wanted})

    @property
    def needles(self) -> Needles:
        """What finds every copy of the values."""
        return self._needles

    def find(self, text: str) -> list[Copy]:
        """Return where the values stand in ``text``; the name of each is its variable's."""
        if not self._any:
            return []
        bare = without_ansi(text)
        if any(core in bare for core in self._cores):
            return self._needles.find(text)
        return self._needles.find_encoded(text)


NOTHING_KNOWN = KnownValues({})


class EnvValues:
    """What the ``.env`` files of folders hold; read again only where one of them changed. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Path, tuple[tuple[Stamp, ...], dict[str, str | None]]] = {}

    def of(self, folder: Path) -> tuple[dict[str, str | None], tuple[Stamp, ...]]:
        """Return the variables that a notebook in ``folder`` reads, and the stamp of the files.

        Of two files the nearer one counts: the notebook's folder, then the top of its repository. A file
        that cannot be read holds nothing.
        """
        top = work_tree_top(folder)
        places = [folder / ENV_NAME, *([top / ENV_NAME] if top is not None and top != folder else [])]
        stamps = tuple(map(_stamp, places))
        with self._lock:
            known = self._known.get(folder)
            if known is not None and known[0] == stamps:
                return known[1], stamps
        values: dict[str, str | None] = {}
        for place, stamp in zip(places, stamps, strict=True):
            if stamp is not None:
                values = _read(place) | values
        with self._lock:
            if len(self._known) >= _MAX_FOLDERS:
                self._known.clear()
            self._known[folder] = (stamps, values)
        return values, stamps


_of_process = EnvValues()
_made: dict[Path, tuple[tuple[Stamp, ...], KnownValues]] = {}


def known_beside(notebook: Path) -> KnownValues:
    """Return the values of the ``.env`` beside a notebook, or at the top of its repository."""
    try:
        folder = notebook.parent.resolve(strict=True)
    except OSError:
        return NOTHING_KNOWN
    values, stamps = _of_process.of(folder)
    made = _made.get(folder)
    if made is None or made[0] != stamps:
        made = _made[folder] = (stamps, KnownValues(values))
    return made[1]


def keyring_names(sources: Iterable[str], service: str) -> set[str]:
    """Return the names of the entries of ``service`` that code asks the keyring for."""
    call = re.compile(rf"""get_password\(\s*["']{re.escape(service)}["']\s*,\s*["'](\w{{1,256}})["']""")
    return {name for source in sources if service in source for name in call.findall(source)}


def _password_in(url: str) -> str | None:
    """Return the password of a connection string; None where it has none."""
    if "://" not in url or "@" not in url:
        return None
    try:
        password = urlsplit(url).password
    except ValueError:
        return None
    return unquote(password) if password else None


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    # A pipe would keep us waiting.
    return (status.st_mtime_ns, status.st_size, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _read(path: Path) -> dict[str, str | None]:
    try:
        with path.open("rb") as file:
            return held_values(file.read(MAX_ENV_BYTES))
    except (OSError, UnreadableEnvError):
        return {}
