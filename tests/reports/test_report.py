from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ct_jupyter.detection.model import Confidence, Severity
from ct_jupyter.files.atomic import write_whole
from ct_jupyter.findings.finding import Finding, Fix, Position, ScanError
from ct_jupyter.reports.report import Report, to_json


def test_the_json_report_has_the_fields_of_version_1() -> None:
    finding = Finding(
        path="a/b.ipynb",
        weakness_id="secret.openai.api-key",
        title="OpenAI API key",
        severity=Severity.CRITICAL,
        confidence=Confidence.HIGH,
        cell=3,
        cell_id="x",
        part="source",
        start=Position(1, 11, 10),
        end=Position(1, 67, 66),
        file_line=41,
        preview="sk-p…",
        fingerprint="0",
        fix=Fix("environment", "OPENAI_API_KEY", 'os.environ["OPENAI_API_KEY"]'),
    )
    report = json.loads(to_json(Report(findings=[finding], errors=[ScanError("c.ipynb", "why")])))
    assert report["version"] == 1
    assert set(report["tool"]) == {"name", "version"}
    assert set(report["scanned"]) == {"files", "notebooks", "cells", "bytes", "seconds"}
    assert report["errors"][0]["path"] == "c.ipynb"
    [written] = report["findings"]
    assert written["start"] == {"line": 1, "column": 11, "offset": 10}
    assert written["fix"] == {
        "kind": "environment",
        "name": "OPENAI_API_KEY",
        "replacement": 'os.environ["OPENAI_API_KEY"]',
    }
    assert {
        "path",
        "weakness_id",
        "title",
        "severity",
        "confidence",
        "cell",
        "cell_id",
        "part",
        "output",
        "mime",
        "pointer",
        "column_name",
        "start",
        "end",
        "file_line",
        "preview",
        "fingerprint",
        "suppressed",
        "fix",
    } <= set(written)


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "r.json"
    write_whole(target, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ct_jupyter.files.atomic.os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_or_device_is_written_to_and_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"report")
    assert os.read(reader, 100) == b"report"
    os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]
