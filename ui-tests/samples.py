"""Print made-up secrets as JSON, for the browser tests: a list of values for each kind that is named."""

from __future__ import annotations

import json
import sys

from ct_jupyter.detection.examples import fill, sample_value

SEEDS = range(10)


def values(kind: str) -> list[str]:
    """Return a value for each seed; ``kind`` is a weakness id or a template with braces."""
    return [fill(kind, seed) if "{" in kind else sample_value(kind, seed) for seed in SEEDS]


if __name__ == "__main__":
    json.dump({kind: values(kind) for kind in sys.argv[1:]}, sys.stdout)
