"""The tables that the demonstration notebooks read, made up by a seed."""

from __future__ import annotations

import csv
import io
import random

_FIRST = (
    "7590-YRSXP,1,Month-to-month,29.85,No",
    "7627-VWEBG,34,One year,56.95,No",
    "7664-FXYAM,2,Month-to-month,53.85,Yes",
    "7701-WCVCL,45,One year,42.30,No",
    "7738-WGHFT,8,Month-to-month,99.65,Yes",
)
"""What the notebook shows of the contracts."""
_CONTRACTS = 400
_TIPS = 120


def contracts(seed: int) -> str:
    """Return the contracts as CSV: who pays by the month, much, and not for long, leaves more often."""
    rng = random.Random(f"contracts/{seed}")
    rows = [line.split(",") for line in _FIRST]
    for number in range(len(rows), _CONTRACTS):
        contract = rng.choice(("Month-to-month", "Month-to-month", "One year"))
        tenure, charges = rng.randint(1, 72), rng.uniform(20, 110)
        risk = 0.5 * (contract == "Month-to-month") + charges / 400 - tenure / 150
        name = f"{7590 + 37 * number}-{''.join(rng.choices('ABCDEFGHKLMNPRSTVWXY', k=5))}"
        churn = "Yes" if rng.random() < risk else "No"
        rows.append([name, str(tenure), contract, f"{charges:.2f}", churn])
    return _as_csv([["customer_id", "tenure_months", "contract", "monthly_charges", "churn"], *rows])


def tips(seed: int) -> str:
    """Return bills and tips as CSV."""
    rng = random.Random(f"tips/{seed}")
    rows = [["day", "total_bill", "tip"]]
    for _ in range(_TIPS):
        bill = rng.uniform(8, 50)
        tip = bill * rng.uniform(0.08, 0.22)
        rows.append([rng.choice(("Fri", "Sat", "Sun", "Thur")), f"{bill:.2f}", f"{tip:.2f}"])
    return _as_csv(rows)


def _as_csv(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()
