"""Many files redacted together: one name for a value wherever it stands, stored before a file changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from ..check.files import read_data
from ..check.walk import Target
from ..datasets.kinds import notebook_packing
from ..files.atomic import ChangedMeanwhileError, reason_of, replace_file
from ..files.regular import read_regular
from ..findings.finding import ScanError
from ..findings.tool_copies import CHECKPOINTS, copies_of, is_checkpoint
from ..git.work_tree import work_tree_top
from ..languages.of_files import language_of_file
from ..languages.table import TABLE
from ..notebook import language_of
from ..notebook.platforms import AUTO, PLATFORMS, READERS, SecretStore
from ..rewrite.loading import loader_for
from ..rewrite.naming import Names
from ..rewrite.source_plan import Options
from ..rewrite.text_files import ENV_FILE_NOTE, is_env_file
from ..stores.chosen_store import Wanted, chosen_store
from ..stores.env_link import NO_LINK, EnvLinks
from ..stores.keyring_store import KeyringStore
from ..stores.known import known_beside
from ..stores.receipt import Receipt, keyring_receipt
from ..stores.refusal import Refusal
from ..stores.storable import check_storable
from ..stores.store import ENV_NAME, EnvFile, Stored
from .diff import masked_diff
from .document import NotEditableError, read_document
from .one_document import Judge, Redacted, located_secrets, redact_data
from .reach import out_of_reach

TEXT_FILES = frozenset(suffix for language in TABLE for suffix in language.suffixes.split()) | frozenset(
    f".{suffix}"
    for suffix in (
        *("rmd", "qmd", "dib", "zpln", "java", "cs", "txt", "rst", "tex", "log", "csv", "tsv"),
        *("jsonl", "toml", "ini", "cfg", "conf", "xml", "properties"),
    )
)
MAX_BYTES = 50_000_000

_ARCHIVE_PROBLEM = "is an archive, and nothing in it is replaced: unpack it, redact it, and pack it again"
_PACKED_NOTE = "is packed, so its values stay in it: unpack it, redact it, and pack it again"


class StoreKind(str, Enum):
    """Where values go."""

    ENV = "env"
    KEYRING = "keyring"
    NONE = "none"


class Given(msgspec.Struct, frozen=True):
    """What a front end knows besides."""

    chosen: Mapping[str, str] = {}
    """The user's own names, by fingerprint."""
    within: Path | None = None
    """No ``.env`` is put outside of it; None where there is no such limit."""
    unsaved: Mapping[Path, bytes] = {}
    """What files hold in an editor, where that is to be planned for."""
    platforms: Wanted = Wanted()
    """Whether notebooks are to read a platform's own secret store: ``auto``, or a platform's id."""
    keeps: bool = True
    """Whether the values for a platform's store are kept as well, until a person entered them there."""


class Redaction:
    """The redaction of several files.

    Parameters
    ----------
    kind
        Where values go.
    at_repository
        Whether ``.env`` lies at the top of the repository, not beside each notebook.
    options
        How the code of a file is to be written.
    folder
        Whether the same values also go from the other notebooks and text files of the folder.
    judge
        Which findings stay.
    given
        What a front end knows besides.
    """

    def __init__(
        self,
        kind: StoreKind,
        *,
        at_repository: bool = False,
        options: Callable[[Target], Options] = lambda _target: Options(),
        folder: bool = False,
        judge: Judge | None = None,
        given: Given | None = None,
    ) -> None:
        self._kind = kind
        self._given = given or Given()
        self._at_repository = at_repository
        self._options = options
        self._folder = folder
        self._judge = judge
        self._keyring = KeyringStore() if kind is StoreKind.KEYRING else None
        self._known: dict[Path, dict[str, str]] = {}
        """Names by value, for each place of a ``.env``."""
        self._needed: dict[Path, dict[str, str]] = {}
        self._handed: dict[tuple[str, str], tuple[SecretStore, set[str]]] = {}
        """The platforms' stores with the names that a person has to enter there."""
        self._links: dict[Path, set[str]] = {}
        """Ids of the links that the notebooks load ``.env`` through, likewise."""
        self._stored: list[tuple[Path, Stored]] = []
        self._notes: list[str] = []
        self.entries: Receipt | None = None
        """Of what :meth:`write` added to the keyring."""
        self.passed_over: list[str] = []
        """Files with values that stay as they are, and why, in a line each."""

    def plan(self, targets: Sequence[Target]) -> Iterator[Redacted | ScanError]:
        """Yield the redaction of each target and of its copies, then of the files beside them.

        Of the copies that tools made of it only the values go that went from the notebook; a checkpoint is an
        older notebook, with secrets of its own.

        Raises
        ------
        Refusal
            The store cannot be read.
        """
        done = {_identity(target.path) for target in targets}
        folders: dict[Path, Target] = {}
        for target in targets:
            if is_env_file(target.path):
                self._pass_over(target, ENV_FILE_NOTE)
                continue
            if notebook_packing(target.path.name):
                self._pass_over(target, _PACKED_NOTE)
                continue
            if target.path.suffix.lower() == ".zip":
                yield ScanError(path=target.shown, message=_ARCHIVE_PROBLEM)
                continue
            result = self._one(target, only_known=False)
            yield result
            if isinstance(result, ScanError) or target.path.suffix.lower() != ".ipynb":
                continue
            if result.plan.by_value:
                folders.setdefault(target.path.parent, target)
            for copy in copies_of(target.path, within=self._given.within):
                checkpoint = is_checkpoint(copy.path)
                if _identity(copy.path) not in done and (checkpoint or result.plan.by_value):
                    done.add(_identity(copy.path))
                    yield self._one(
                        beside(target, copy.path, plain=copy.plain), only_known=not checkpoint, of=target
                    )
        if self._folder:
            for folder, target in folders.items():
                for path in others_of(folder, done):
                    yield self._one(beside(target, path), only_known=True)

    def _pass_over(self, target: Target, why: str) -> None:
        """Say of a file why values stay in it, where it has any."""
        try:
            found, _ = located_secrets(
                read_data(target, read_regular(target.path)).parts, target.shown, judge=self._judge
            )
        except OSError:
            return  # a scan says so
        if found:
            self.passed_over.append(f"{target.shown} {why}")

    def write(self, changed: Sequence[Redacted]) -> list[ScanError]:
        """Store the values, then replace the files; one that was changed meanwhile is left alone.

        Raises
        ------
        Refusal
            A value could not be stored; no file was changed.
        """
        for place, values in self._needed.items():
            for name, value in values.items():
                _check_storable(name, value)
            if self._keyring is not None:
                new = {name: value for name, value in values.items() if self._keyring.get(name) is None}
                self.entries = keyring_receipt(new)
                self._keyring.add_all(values)
            elif self._kind is StoreKind.ENV and values:
                self._stored.append((place, self._env_file(place).add_all(values)))
            for link in sorted(self._links.get(place, ())):
                if not EnvLinks(place).make(link):
                    self._notes.append(NO_LINK)
        errors = []
        for result in changed:
            problem = replace_redacted(result)
            if problem is not None:
                errors.append(ScanError(path=result.target.shown, message=problem))
        return errors

    def where_values_went(self, *, written: bool) -> Iterator[str]:
        """Yield where the values are, or which variables are to be set."""
        names = {place: ", ".join(sorted(values)) for place, values in self._needed.items() if values}
        every = ", ".join(sorted({name for values in self._needed.values() for name in values}))
        yield from self._to_enter(written=written)
        if not names:
            return
        if self._kind is StoreKind.NONE:
            yield f"Before you run the notebooks, set: {every}"
        elif self._keyring is not None:
            yield f"{'The keyring has' if written else 'The keyring would get'}: {every}"
        elif not written:
            yield from (f"{_env_of(place)} would get: {listed}" for place, listed in names.items())
        yield from dict.fromkeys(self._notes)
        for place, stored in self._stored:
            ignored = {"added": "; .gitignore now lists it", "unknown": "; check that git ignores it"}
            yield f"{_env_of(place)} has: {names[place]}{ignored.get(stored.gitignore, '')}"

    @property
    def to_enter(self) -> list[str]:
        """What a person enters in the stores of platforms, in a line each."""
        return [
            f"{store.platform.title}: the notebooks read {', '.join(sorted(map(store.key, names)))} from "
            f"{store.platform.store}. {' '.join(store.steps)} Their values are in .env for that: delete "
            "them there once you have entered them."
            for store, names in self._handed.values()
        ]

    def _to_enter(self, *, written: bool) -> Iterator[str]:
        for store, names in self._handed.values():
            keys = ", ".join(sorted(map(store.key, names)))
            reads = "now read" if written else "would read"
            yield f"The notebooks {reads} {keys} from {store.platform.store}. Enter the values there:"
            yield from (f"  - {step}" for step in store.steps)
            if not self._given.keeps:
                yield "  Their values are kept nowhere else (--no-env)."
            elif self._kind is StoreKind.ENV:
                are = "are" if written else "would be"
                yield f"  For that, their values {are} in .env. Delete them there once you have entered them."

    @property
    def stored(self) -> Sequence[Stored]:
        """What became of each ``.env`` that was written."""
        return [stored for _, stored in self._stored]

    @property
    def env_places(self) -> list[Path]:
        """The folders whose ``.env`` gets values."""
        if self._kind is not StoreKind.ENV:
            return []
        return [place for place, values in self._needed.items() if values]

    def out_of_reach(self, result: Redacted) -> list[str]:
        """Return what still holds the values of a file and cannot be changed from here."""
        return out_of_reach(result.target.path, result.target.shown, result.plan)

    def _one(self, target: Target, *, only_known: bool, of: Target | None = None) -> Redacted | ScanError:
        """Return the redaction of a file; a copy has names and ``.env`` of what it is a copy ``of``."""
        place = self._place((of or target).path)
        known = self._known.get(place)
        if known is None:  # what is stored already goes as well, by the name that it has
            stored = known_beside(place / target.path.name).by_value if self._kind is StoreKind.ENV else {}
            known = self._known[place] = dict(stored)
        try:
            data = self._given.unsaved.get(target.path) or read_regular(target.path)
        except OSError as error:
            return ScanError(path=target.shown, message=f"cannot be read: {error.strerror}")
        try:
            options = self._options_for(target, place, data)
        except Refusal as refusal:
            return ScanError(path=target.shown, message=refusal.message)
        result = redact_data(
            target,
            data,
            chosen=self._given.chosen,
            names=self._names(place),
            known=known,
            options=options,
            only_known=only_known,
            judge=self._judge,
        )
        if isinstance(result, Redacted):
            known.update(result.plan.by_value)
            if options.store is not None and result.plan.values:
                key = (options.store.platform.id, options.store.vault)
                self._handed.setdefault(key, (options.store, set()))[1].update(result.plan.values)
            if options.store is None or self._given.keeps:
                self._needed.setdefault(place, {}).update(result.plan.values)
            if result.plan.link is not None:
                self._links.setdefault(place, set()).add(result.plan.link)
        return result

    def _options_for(self, target: Target, place: Path, data: bytes) -> Options:
        options = self._options(target)
        store = self._store_for(target, data)
        if store is not None:
            return msgspec.structs.replace(options, store=store)
        if self._kind is not StoreKind.ENV or target.path.suffix.lower() != ".ipynb" or target.plain:
            return options  # a script's `load_dotenv()` looks upward from the script
        return msgspec.structs.replace(options, links=EnvLinks(place))

    def _store_for(self, target: Target, data: bytes) -> SecretStore | None:
        """Return the platform's store that a file is to read; None for ``.env`` and the like."""
        wanted, language = self._given.platforms, language_of_file(target.path)
        if wanted.store not in (AUTO, *PLATFORMS):
            return None
        try:
            document = read_document(target.path, data, language)
        except NotEditableError:
            return None  # it is said where the file is planned for
        if document.is_notebook:
            metadata = document.notebook.get("metadata")
            language = language_of(metadata if isinstance(metadata, dict) else {})
        elif language not in READERS:
            return None
        return chosen_store(wanted, document.notebook, language, is_notebook=document.is_notebook).store

    def _names(self, place: Path) -> Names:
        if self._keyring is not None:
            return Names(held=self._keyring.read())
        if self._kind is StoreKind.NONE:
            return Names(environment=os.environ)
        return Names(held=self._env_file(place).read(), environment=os.environ)

    def _env_file(self, place: Path) -> EnvFile:
        return EnvFile(place, self._given.within or work_tree_top(place) or place)

    def _place(self, path: Path) -> Path:
        folder = path.parent.resolve()
        if folder.name == CHECKPOINTS:
            folder = folder.parent
        if self._kind is not StoreKind.ENV:
            return Path("/")
        top = work_tree_top(folder) if self._at_repository else None
        within = self._given.within
        return top if top is not None and (within is None or top.is_relative_to(within)) else folder


def masked_lines(result: Redacted) -> Iterator[str]:
    """Yield the diff of one file, in which no value is seen."""
    return masked_diff(result.target.shown, result.masked, result.text, dict.fromkeys(result.values, ""))


def kernel_loads_env(notebook: Path) -> bool:
    """Tell whether the notebook is known to be able to load ``.env``.

    Its language can do so itself, or its kernel runs in this environment, which has python-dotenv.
    """
    import json

    try:
        from jupyter_client.kernelspec import KernelSpecManager

        metadata = json.loads(notebook.read_bytes()).get("metadata", {})
        language = language_of(metadata)
        if language != "python":
            return loader_for(language, "env").kind == "native"
        name = metadata.get("kernelspec", {}).get("name", "python3")
        spec: Any = KernelSpecManager().get_kernel_spec(name)
        program = Path(spec.argv[0])
    except Exception:  # no client, no such kernel, no notebook: then nothing is known
        return False
    return program.name in ("python", "python3") and program.parent in (Path(), Path(sys.executable).parent)


def replace_redacted(result: Redacted) -> str | None:
    """Write the new content of a file; return why it was not."""
    path = result.target.path
    try:
        mode = path.stat().st_mode & 0o777
        replace_file(path.resolve(), result.new, expected=result.old, mode=mode)
    except ChangedMeanwhileError:
        return (
            "was changed by another program in the meantime, so it was left as it is; run the command again"
        )
    except OSError as error:
        return f"was not written: {reason_of(error)}"
    return None


def _check_storable(name: str, value: str) -> None:
    try:
        check_storable(value)
    except Refusal as refusal:
        raise Refusal(refusal.reason, f"{name}: {refusal.message} No file was changed.") from None


def beside(target: Target, path: Path, *, plain: bool = False) -> Target:
    """Return a file near ``target`` as a target, named as from where ``target`` is named."""
    away = PurePosixPath(Path(os.path.relpath(path, target.path.parent)).as_posix())
    shown = os.path.normpath(PurePosixPath(target.shown).parent / away)
    return Target(path, Path(shown).as_posix(), plain)


def others_of(folder: Path, done: Set[Path]) -> Iterator[Path]:
    """Yield the notebooks and text files in ``folder`` but those ``done`` already; not those further down."""
    for path in sorted(folder.iterdir()):
        if is_env_file(path) or path.suffix.lower() not in TEXT_FILES or path.is_symlink():
            continue
        if path.is_file() and _identity(path) not in done and path.stat().st_size <= MAX_BYTES:
            yield path


def _env_of(place: Path) -> str:
    """Return the ``.env`` of a folder as it is reached from where the command runs."""
    try:
        return Path(os.path.relpath(place / ENV_NAME)).as_posix()
    except ValueError:  # on another drive
        return (place / ENV_NAME).as_posix()


def _identity(path: Path) -> Path:
    return path.resolve()
