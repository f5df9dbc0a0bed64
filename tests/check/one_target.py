"""One file, checked as a run over many does it."""

from __future__ import annotations

from ct_jupyter.check.checked import Checked
from ct_jupyter.check.data import check_data, is_data
from ct_jupyter.check.tree import check_file_at
from ct_jupyter.check.walk import Target


def check_target(target: Target) -> Checked:
    return check_data(target) if is_data(target) else check_file_at(target)
