"""The data set of the demonstration: made-up customers, and what a notebook shows of them."""

from __future__ import annotations

import csv
import html
import io
import random

from ct_jupyter.detection.personal.samples import make

ROWS = 500
_PLANS = ("basic", "plus", "pro")
_RELIGIONS = ("Catholic", "Protestant", "Muslim", "Jewish", "Hindu", "none")


def customers(seed: int) -> list[dict[str, str]]:
    """Return the rows, by column."""
    rng = random.Random(seed)
    rows = []
    for number in range(1, ROWS + 1):
        name = make("person", rng)
        first, _, last = name.lower().partition(" ")
        rows.append(
            {
                "customer_id": str(70_000 + number),
                "name": name,
                "email": f"{first}.{last.replace(' ', '')}@mail-{rng.randrange(1, 9)}.net",
                "phone": make("phone", rng),
                "iban": make("iban", rng),
                "religion": rng.choice(_RELIGIONS),
                "plan": rng.choice(_PLANS),
                "monthly_eur": f"{rng.randrange(900, 9900) / 100:.2f}",
                "churned": str(int(rng.random() < 0.2)),
            }
        )
    return rows


def as_csv(rows: list[dict[str, str]]) -> str:
    """Return the file."""
    written = io.StringIO()
    table = csv.DictWriter(written, rows[0], lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return written.getvalue()


def as_html(rows: list[dict[str, str]]) -> str:
    """Return the rows as pandas shows a frame in a notebook."""

    def line(tag: str, cells: list[str], index: str) -> str:
        shown = "".join(f"\n      <{tag}>{html.escape(cell)}</{tag}>" for cell in cells)
        return f"    <tr>\n      <th>{index}</th>{shown}\n    </tr>"

    head = line("th", list(rows[0]), "")
    body = "\n".join(line("td", list(row.values()), str(number)) for number, row in enumerate(rows))
    return (
        '<table border="1" class="dataframe">\n'
        f"  <thead>\n{head}\n  </thead>\n  <tbody>\n{body}\n  </tbody>\n</table>"
    )


def as_text(rows: list[dict[str, str]]) -> str:
    """Return the rows as pandas prints a frame."""
    columns = [[name, *(row[name] for row in rows)] for name in rows[0]]
    index = ["", *map(str, range(len(rows)))]
    cells = [[cell.rjust(max(map(len, column))) for cell in column] for column in columns]
    return "\n".join(
        "  ".join([index[n].ljust(1), *(column[n] for column in cells)]) for n in range(len(index))
    )


def shown(rows: list[dict[str, str]]) -> dict[str, str]:
    """Return what stands for the placeholders of ``customers.ipynb``."""
    left = {plan: [int(row["churned"]) for row in rows if row["plan"] == plan] for plan in _PLANS}
    shares = "\n".join(f"{plan:5}    {sum(own) / len(own):.3f}" for plan, own in left.items())
    return {
        "customers_html": as_html(rows[:3]),
        "customers_text": as_text(rows[:3]),
        "customers_churn": f"plan\n{shares}\nName: churned, dtype: float64",
        "customer_email": rows[3]["email"],
        "customer_phone": rows[3]["phone"],
    }
