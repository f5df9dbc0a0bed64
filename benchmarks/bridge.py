"""Texts in, our JSON report out, whatever the engine: the scorer reads no other format.

``python -m benchmarks.bridge ENGINE FOLDER REPORT`` scans the decoded source of every cell, which is where
the labelled texts are and what suits every peer best. With a JSON file in place of the folder
(``write_texts``) it scans those texts, and the path of a finding is the text's number.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .engines import Text, finder


def write_texts(texts: Iterable[Text], path: Path) -> None:
    """Write what another process reads with ``read_texts``."""
    path.write_text(json.dumps([list(text) for text in texts]), encoding="utf-8")


def read_texts(path: Path) -> list[Text]:
    """Return what ``write_texts`` wrote."""
    return [Text(*stored) for stored in json.loads(path.read_text(encoding="utf-8"))]


def main(arguments: Sequence[str]) -> int:
    """Scan, and write the report."""
    engine, source, report = arguments
    places: list[tuple[str, int]] = []
    texts: list[Text] = []
    if source.endswith(".json"):
        texts = read_texts(Path(source))
        places = [(str(number), 1) for number in range(len(texts))]
    for path in sorted(Path(source).glob("*.ipynb")):
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
            places.append((path.name, number))
            language = "python" if cell["cell_type"] == "code" else "markdown"
            texts.append(Text("".join(cell["source"]), language))
    findings: list[dict[str, Any]] = [
        {
            "path": path,
            "weakness_id": f"secret.{span.rule}",
            "cell": number,
            "part": "source",
            "start": {"offset": span.start},
            "end": {"offset": span.end},
        }
        for (path, number), spans in zip(places, finder(engine)(texts), strict=True)
        for span in spans
    ]
    Path(report).write_text(json.dumps({"findings": findings, "errors": []}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
