from __future__ import annotations

import random
import string
import subprocess
import sys
from pathlib import Path

import pytest

from ct_jupyter.check import tree
from ct_jupyter.check.tree import check_targets
from ct_jupyter.check.walk import Target
from tests.conftest import code, dumped, notebook, stream
from tests.datasets.kit import write


@pytest.fixture
def targets(tmp_path: Path, password: str) -> list[Target]:
    found = []
    for number in range(20):
        path = tmp_path / f"{number:02}.ipynb"
        path.write_bytes(dumped(notebook(code(f'password = "{password}"', stream("nothing")))))
        found.append(Target(path, path.name))
    return found


def test_processes_find_what_one_process_finds_in_the_same_order(
    targets: list[Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = [(file.path, [f.weakness_id for f in file.findings]) for file in check_targets(targets, jobs=1)]
    monkeypatch.setattr(tree, "POOL_FROM_BYTES", 0)
    pooled = [(file.path, [f.weakness_id for f in file.findings]) for file in check_targets(targets, jobs=2)]
    assert pooled == alone
    assert all(ids == ["secret.generic.password"] for _, ids in alone)


def test_an_unforeseen_failure_is_an_error_of_its_file_and_quotes_nothing(
    targets: list[Target], monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(password)

    monkeypatch.setattr(tree, "check_parts", fail)
    [checked] = check_targets(targets[:1])
    [error] = checked.errors
    assert error.path == "00.ipynb"
    assert "ValueError" in error.message
    assert password not in error.message


def test_a_file_that_vanished_is_an_error(tmp_path: Path) -> None:
    [checked] = check_targets([Target(tmp_path / "gone.ipynb", "gone.ipynb")])
    assert checked.errors[0].message.startswith("cannot be read")


def test_data_files_keep_their_place_between_notebooks_that_processes_read(
    targets: list[Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write(targets[0].path.parent, "a.csv")
    mixed = [Target(data, "a.csv"), *targets[:10], Target(data, "a.csv"), *targets[10:]]
    monkeypatch.setattr(tree, "POOL_FROM_BYTES", 0)
    told: list[tuple[str, int, int]] = []
    checked = list(check_targets(mixed, jobs=2, progress=lambda *step: told.append(step)))
    assert [file.path for file in checked] == [target.shown for target in mixed]
    assert [f.weakness_id for f in checked[11].findings] == ["pii.email"]
    assert told[-1][1] == told[-1][2] == data.stat().st_size


HOSTILE = """
import sys
from pathlib import Path
from ct_jupyter.check import tree
from ct_jupyter.check.walk import Target

check = tree.check_parts
tree.check_parts = lambda parts, path, **others: (
    bytearray(1 << 40) if path == "03.ipynb" else check(parts, path, **others)
)
tree.ALONE_FROM_BYTES = 0
for checked in tree.check_targets([Target(Path(name), Path(name).name) for name in sys.argv[1:]], jobs=2):
    print(checked.path, len(checked.findings), *(error.message for error in checked.errors))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone holds the limit of memory")
def test_a_notebook_that_takes_all_memory_is_an_error_of_its_own(targets: list[Target]) -> None:
    # On its own: from there, processes are copies of one that reads as no notebook can make it read.
    names = [str(target.path) for target in targets[:6]]
    done = subprocess.run([sys.executable, "-c", HOSTILE, *names], capture_output=True, text=True, check=True)
    why = (
        "could not be read within 120 s of processor time and 2 GB of memory, or is damaged; "
        "it was not scanned"
    )
    assert done.stdout.splitlines() == [
        f"{n:02}.ipynb 0 {why}" if n == 3 else f"{n:02}.ipynb 1" for n in range(6)
    ]
    assert done.stderr == ""


def test_findings_beyond_all_measure_are_counted(
    targets: list[Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MAX_FINDINGS", 3)
    targets[0].path.write_bytes(dumped(notebook(*(code(f'password = "{secret}"') for secret in passwords()))))
    [checked] = check_targets(targets[:1])
    assert len(checked.findings) == 3
    assert [error.message for error in checked.errors] == ["7 of its findings are not listed; at most 3 are"]


def passwords() -> list[str]:
    made = random.Random(3)
    return ["".join(made.choices(string.ascii_letters + string.digits, k=18)) for _ in range(10)]
