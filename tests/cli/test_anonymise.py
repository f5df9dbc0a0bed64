"""``ct-jupyter anonymise``: a copy to give away."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import sample_value

PEOPLE = 80


def address(number: int) -> str:
    return "@".join([f"anna.m{number}", "firmname.de"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PSEUDONYM_KEY", "a key for this test alone")
    chance = random.Random(3)
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["id", "email", "phone", "amount"])
        for n in range(PEOPLE):
            rows.writerow([n, address(n), f"+49 30 {chance.randrange(10**6, 10**7)}", n * 7 % 13])
    return tmp_path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def anonymise(*arguments: str) -> int:
    return main(["anonymise", *arguments])


def test_what_a_scan_finds_is_replaced_and_a_scan_of_the_copy_breaks_less(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "people.csv").read_bytes()
    assert anonymise("people.csv", "--output", "new.csv") == 0
    assert (folder / "people.csv").read_bytes() == before
    old, new = read(folder / "people.csv"), read(folder / "new.csv")
    assert [row["id"] for row in new] == [row["id"] for row in old]
    assert [row["amount"] for row in new] == [row["amount"] for row in old]
    assert all(row["email"].endswith("@example.com") for row in new)
    assert not {row["phone"] for row in new} & {row["phone"] for row in old}
    assert len({row["phone"] for row in new}) == len({row["phone"] for row in old})
    out = capsys.readouterr().out
    assert f"email (E-mail address): replaced by fakes of the same form, {PEOPLE} values" in out
    assert f"new.csv: {PEOPLE} rows." in out


@pytest.mark.parametrize(
    ("settings", "lead"),
    [(".ct-jupyter.toml", ""), ("pyproject.toml", "[tool.ct-jupyter]\nhonour_pragmas = true\n")],
)
def test_what_it_prints_has_a_scan_leave_the_fakes_out(
    folder: Path, settings: str, lead: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / settings).write_text(lead, encoding="utf-8")
    (folder / "sub").mkdir()
    rows = [f"{n},{sample_value('pii.passport', n)}\n" for n in range(PEOPLE)]
    (folder / "travellers.csv").write_text("id,passport\n" + "".join(rows), encoding="utf-8")
    arguments = ["travellers.csv", "--output", "sub/new.csv"]
    assert anonymise(*arguments) == 0
    out = capsys.readouterr().out
    assert f"add to {settings}:" in out
    table = [
        line.strip() for line in out.splitlines() if line.startswith("  ") and ("[[" in line or " = " in line)
    ]
    assert main(["scan", "sub"]) == 1
    (folder / settings).write_text(lead + "\n".join(table) + "\n", encoding="utf-8")
    assert main(["scan", "sub"]) == 0
    capsys.readouterr()
    assert anonymise(*arguments, "--force") == 0
    assert "look real" not in capsys.readouterr().out


def test_a_scan_says_nothing_of_fakes_that_are_nobodys(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "sub").mkdir()
    assert anonymise("people.csv", "--output", "sub/new.csv") == 0
    assert "look real" not in capsys.readouterr().out
    assert main(["scan", "sub"]) == 0


def test_columns_can_be_chosen_and_what_stays_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        anonymise("people.csv", "--output", "new.csv", "--column", "email=hash", "--column", "amount=drop")
        == 0
    )
    new = read(folder / "new.csv")
    assert list(new[0]) == ["id", "email", "phone"]
    assert all(len(row["email"]) == 32 for row in new)
    assert "Personal data that stays, as it was not asked for: phone" in capsys.readouterr().out


def test_a_kind_can_be_said(folder: Path) -> None:
    assert anonymise("people.csv", "--output", "new.csv", "--column", "id=fake:username") == 0
    assert {row["id"] for row in read(folder / "new.csv")} != {str(n) for n in range(PEOPLE)}


def test_the_same_key_gives_the_same_fakes_in_another_file_and_another_key_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "orders.csv").write_text(
        "contact,n\n" + "".join(f"{address(n % PEOPLE)},{n}\n" for n in range(200)), encoding="utf-8"
    )
    for name in ("people", "orders"):
        assert anonymise(f"{name}.csv", "--output", f"new-{name}.csv") == 0
    people = {row["email"] for row in read(folder / "new-people.csv")}
    orders = [row["contact"] for row in read(folder / "new-orders.csv")]
    assert sum(contact in people for contact in orders) == 200
    monkeypatch.setenv("OTHER_KEY", "another key, as long as it")
    assert anonymise("people.csv", "--output", "other.csv", "--key-env", "OTHER_KEY") == 0
    assert not {row["email"] for row in read(folder / "other.csv")} & people


def test_without_personal_data_no_copy_is_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "clean.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    assert anonymise("clean.csv", "--output", "new.csv") == 0
    assert "no copy was made" in capsys.readouterr().out
    assert not (folder / "new.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["gone.csv", "--output", "new.csv"], "is no file"),
        (["people.csv", "--output", "people.csv", "--force"], "is the file itself"),
        (["people.csv", "--output", "there.csv"], "exists; choose another"),
        (["people.csv", "--output", "."], "is no file"),
        (["people.csv", "--output", "gone/new.csv"], "does not exist"),
        (["people.csv", "--output", "new.csv", "--column", "email"], "write NAME=ACTION"),
        (["people.csv", "--output", "new.csv", "--column", "email=burn"], "write NAME=ACTION"),
        (
            ["people.csv", "--output", "new.csv", "--column", "email=fake:nonsense"],
            "no kind of personal data",
        ),
        (["people.csv", "--output", "new.csv", "--key-env", "A-B"], "cannot be the name"),
        (["people.csv", "--output", "new.csv", "--key-env", "NOT_SET"], "NOT_SET is not set"),
        (["people.csv", "--output", "new.csv", "--key-env", "SHORT"], "shorter than 16"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(
    folder: Path,
    arguments: list[str],
    why: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHORT", "short")
    (folder / "there.csv").write_text("old", encoding="utf-8")
    assert anonymise(*arguments) == 2
    assert why in capsys.readouterr().err
    assert (folder / "there.csv").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in folder.iterdir()) == ["people.csv", "there.csv"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("bad.parquet", b"PAR1" + b"\0" * 60, "damaged"),
        ("bad.jsonl", b'{"email": "x"\n', "not valid JSON"),
        ("people.pkl", b"\x80\x04\x8c\x01x.", "pickle"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_leaves_nothing_behind(
    folder: Path, name: str, content: bytes, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_bytes(content)
    assert anonymise(name, "--output", f"new-{name}", "--column", "email=mask") == 3
    assert why in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == sorted([name, "people.csv"])


def test_force_replaces_and_a_failure_keeps_what_was_there(folder: Path) -> None:
    (folder / "new.csv").write_text("old", encoding="utf-8")
    assert anonymise("people.csv", "--output", "new.csv", "--force", "--column", "nobody=mask") == 3
    assert (folder / "new.csv").read_text(encoding="utf-8") == "old"
    assert anonymise("people.csv", "--output", "new.csv", "--force") == 0
    assert len(read(folder / "new.csv")) == PEOPLE


def test_git_is_told_to_ignore_the_file_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    assert anonymise("people.csv", "--output", "new.csv") == 0
    assert "add --gitignore" in capsys.readouterr().out
    assert anonymise("people.csv", "--output", "new.csv", "--force", "--gitignore") == 0
    assert "git ignores people.csv from now on" in capsys.readouterr().out
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "people.csv\n"
    subprocess.run(["git", "add", "-f", "people.csv"], cwd=folder, check=True)
    assert anonymise("people.csv", "--output", "new.csv", "--force") == 0
    assert "git rm --cached" in capsys.readouterr().out


def test_no_value_and_no_key_is_printed(folder: Path) -> None:
    (folder / "broken.csv").write_text(
        "id,email\n" + "".join(f'{n},"{address(n)}"x\n' for n in range(9)), encoding="utf-8"
    )
    for name in ("people.csv", "broken.csv"):
        for more in ([], ["--column", "email=hash"], ["--column", "other=fake"]):
            words = ["anonymise", name, "--output", f"new-{name}", "--force", *more]
            done = subprocess.run(
                [sys.executable, "-m", "ct_jupyter.cli.main", *words],
                cwd=folder, capture_output=True, text=True, env=os.environ, check=False,
            )  # fmt: skip
            said = done.stdout + done.stderr
            assert said
            assert "firmname" not in said
            assert "a key for this test" not in said


@pytest.mark.parametrize("where", [".", "sub"])
def test_the_key_may_stand_in_a_file_of_the_folder_or_beside_the_data(
    where: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert anonymise("people.csv", "--output", "new.csv") == 0
    monkeypatch.delenv("PSEUDONYM_KEY")
    (folder / "sub").mkdir()
    (folder / "sub" / "people.csv").write_bytes((folder / "people.csv").read_bytes())
    assert anonymise("sub/people.csv", "--output", "other.csv") != 0
    (folder / where / ".env").write_text("PSEUDONYM_KEY='a key for this test alone'\n", encoding="utf-8")
    assert anonymise("sub/people.csv", "--output", "other.csv") == 0
    assert read(folder / "other.csv") == read(folder / "new.csv")
