"""Write the demonstration notebooks: ``python scripts/demo_notebooks.py OUT_DIR [--large]``.

The notebooks of ``examples/`` and what they read hold placeholders, ``{{name}}``; ``examples/values.toml``
says what stands for each, and ``demo_customers.py`` and ``demo_tables.py`` make up the tables. The same seed
writes the same files, byte for byte. With ``--large`` there is also one of 500 cells and 1,000 findings, for
the browser tests and benchmarks.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import re
import sys
from pathlib import Path
from typing import Any

import demo_customers
import demo_tables

from ct_jupyter.detection.examples import fill, sample_value

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TEMPLATES = ("*.ipynb", "*.py", "*.yaml", "*.ini")
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


def values(seed: int) -> dict[str, str]:
    """Return what stands for each placeholder: made-up credentials, the picture, rows of the data."""
    asked: dict[str, Any] = tomllib.loads((EXAMPLES / "values.toml").read_text("utf-8"))
    made = {name: _value(entry, seed + number) for number, (name, entry) in enumerate(asked.items())}
    made["plot"] = base64.b64encode((EXAMPLES / "plot.png").read_bytes()).decode()
    return made | demo_customers.shown(demo_customers.customers(seed))


def _value(entry: str | list[str], seed: int) -> str:
    if isinstance(entry, list):
        return "".join(entry)
    return fill(entry, seed) if "{" in entry else sample_value(entry, seed)


def filled(template: Path, names: dict[str, str]) -> str:
    """Return the notebook with its placeholders filled, as JSON text.

    Raises
    ------
    KeyError
        If a placeholder has no value.
    """
    # Values go into JSON strings, so they are escaped like the text around them.
    return _PLACEHOLDER.sub(lambda match: json.dumps(names[match[1]])[1:-1], template.read_text("utf-8"))


def large(cells: int = 500, seed: int = 0) -> str:
    """Return a notebook of ``cells`` code cells with two findings in each, as JSON text."""
    rng = random.Random(seed)
    notebook = json.loads((EXAMPLES / "clean.ipynb").read_text("utf-8"))
    notebook["cells"] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"large-{number:03d}",
            "metadata": {},
            "outputs": [],
            "source": [
                f"# shard {number}\n",
                fill(f'shard_{number}_password = "{{alnum:14}}"\n', rng),
                f"rows = query({number})\n",
                fill('headers = {"Authorization": "Bearer ghp_{crc32-base62:30}"}', rng),
            ],
        }
        for number in range(1, cells + 1)
    ]
    return _text(notebook)


def _text(notebook: dict[str, Any]) -> str:
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def write(folder: Path, seed: int = 0, with_large: bool = False) -> list[Path]:
    """Write notebooks and data into ``folder`` and return their paths; a file that is there already stays."""
    folder.mkdir(parents=True, exist_ok=True)
    names = values(seed)
    templates = (path for pattern in TEMPLATES for path in sorted(EXAMPLES.glob(pattern)))
    texts = {template.name: filled(template, names) for template in templates}
    texts["customers.csv"] = demo_customers.as_csv(demo_customers.customers(seed))
    texts["contracts.csv"] = demo_tables.contracts(seed)
    texts["tips.csv"] = demo_tables.tips(seed)
    if with_large:
        texts["large.ipynb"] = large(seed=seed)
    paths = []
    for name, text in texts.items():
        path = folder / name
        if not path.exists():  # `make lab` must not undo what somebody tried out in the demonstration
            path.write_text(text, "utf-8")
        paths.append(path)
    return paths


def main() -> None:
    """Write the notebooks and print their paths."""
    parser = argparse.ArgumentParser(description="Write the demonstration notebooks.")
    parser.add_argument("folder", type=Path, metavar="OUT_DIR")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--large", action="store_true", help="also write large.ipynb: 500 cells, 1,000 findings"
    )
    given = parser.parse_args()
    for path in write(given.folder, given.seed, given.large):
        print(path)


if __name__ == "__main__":
    main()
