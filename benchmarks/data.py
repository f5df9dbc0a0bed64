"""What is measured on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .engines import Text

_SHARED = Path(__file__).resolve().parents[2] / "shared"
NOTEBOOKS = _SHARED / "data" / "notebooks"
LABELLED = _SHARED / "data" / "secrets.jsonl"
SCORER = _SHARED / "tools" / "score_secrets.py"
TABLES = _SHARED / "data" / "tables.json"
PERSONAL = _SHARED / "data" / "pii-spans.jsonl"
PERSONAL_SCORER = _SHARED / "tools" / "score_pii.py"


def real_notebooks() -> list[Path]:
    """Return the real notebooks, largest first."""
    found = sorted(NOTEBOOKS.glob("*.ipynb"), key=lambda path: -path.stat().st_size)
    if not found:
        raise SystemExit(f"{NOTEBOOKS} holds no notebooks; the benchmarks need real ones")
    return found


def decoded_texts() -> list[Text]:
    """Return every part of the real notebooks, decoded as the product decodes it."""
    from ct_jupyter.notebook import read_notebook

    return [
        Text(part.text, part.language)
        for path in real_notebooks()
        for part in read_notebook(path.read_bytes()).parts
    ]


def notebook_of(size_bytes: int) -> dict[str, Any]:
    """Return a notebook of about ``size_bytes``, made of the text cells and outputs of real ones."""
    cells: list[dict[str, Any]] = []
    size = 0
    for path in real_notebooks()[3:]:
        document = json.loads(path.read_bytes())
        if document["nbformat"] != 4:
            continue
        for cell in document["cells"]:
            length = len(json.dumps(cell))
            if length > size_bytes // 10:
                continue
            cell.pop("id", None)
            cells.append(cell)
            size += length
            if size >= size_bytes:
                return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    raise SystemExit("the real notebooks are too small for this benchmark")
