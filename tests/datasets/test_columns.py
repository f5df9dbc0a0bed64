from __future__ import annotations

import datetime
import math
import random
import string
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Sequence

import polars as pl
import pytest

from ct_jupyter.datasets.dates import birth_dates, date_of
from ct_jupyter.datasets.report import DataColumn, DataReport
from ct_jupyter.datasets.sample import ROWS as SAMPLED
from ct_jupyter.datasets.sample import RowSample, guarantee
from ct_jupyter.datasets.scan import scan_data
from ct_jupyter.datasets.source import CancelledError, Source
from ct_jupyter.detection.personal import samples
from ct_jupyter.detection.personal.weighing import luck

from .kit import iban, luhn, mail

ROWS = 400
TODAY = datetime.date(2026, 6, 1)


def scan(frame: pl.DataFrame) -> DataReport:
    return scan_data(Source.of_bytes("a.csv", frame.write_csv().encode()))


def column_of(values: Sequence[object], name: str = "col_3") -> list[DataColumn]:
    return scan(pl.DataFrame({"col_0": ["x"] * len(values), name: values}, strict=False)).columns


def ids(columns: list[DataColumn]) -> list[str]:
    return [column.rule.id for column in columns]


def test_a_column_of_numbers_of_which_a_tenth_passes_luhn_is_nothing() -> None:
    rng = random.Random(1)
    numbers = [str(rng.randrange(4 * 10**15, 5 * 10**15)) for _ in range(ROWS)]
    assert column_of(numbers) == []


def test_a_column_of_which_almost_all_pass_luhn_is_one_of_cards() -> None:
    rng = random.Random(1)
    cards = [luhn(rng) if rng.random() < 0.95 else "n/a" for _ in range(ROWS)]
    [found] = column_of(cards)
    assert found.rule.id == "pii.credit-card"
    assert found.hits == sum(card != "n/a" for card in cards)
    assert found.rows == ROWS


def test_one_iban_in_a_column_of_references_is_found() -> None:
    rng = random.Random(1)
    values = ["".join(rng.choices(string.ascii_uppercase, k=8)) for _ in range(ROWS)]
    values[250] = iban(rng)
    [found] = column_of(values)
    assert (found.rule.id, found.hits, found.first_row) == ("pii.iban", 1, 251)


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices(string.digits, k=count))


LOOK_ALIKES: dict[str, Callable[[random.Random, int], str]] = {
    "ean": lambda rng, _: _digits(rng, 13),
    "isbn": lambda rng, _: f"978-{_digits(rng, 1)}-{_digits(rng, 4)}-{_digits(rng, 4)}-{_digits(rng, 1)}",
    "item_no": lambda rng, _: f"{rng.randrange(10**9, 10**10)}.0",
    "transaction_ref": lambda rng, _: f"{rng.randrange(10**15, 10**16)}.0",
    "hex": lambda rng, _: f"{rng.getrandbits(160):040x}",
    "path": lambda rng, _: f"/{rng.choice(['run', 'data'])}/{_digits(rng, 6)}/out{_digits(rng, 2)}.csv",
    "timestamp": lambda rng, _: f"2024-0{rng.randrange(1, 10)}-1{_digits(rng, 1)} 10:11:00.{_digits(rng, 6)}",
    "release": lambda rng, _: f"{rng.randrange(20)}.{rng.randrange(20)}.{rng.randrange(30)}",
    "color": lambda rng, _: f"#{rng.getrandbits(24):06x}",
    "population": lambda rng, _: str(rng.randrange(10**4, 10**9)),
    "score": lambda rng, _: str(rng.random()),
    "uuid": lambda rng, _: str(uuid.UUID(int=rng.getrandbits(128))),
    "currency": lambda rng, _: rng.choice(["EUR", "USD", "PLN", "JPY"]),
    "flag": lambda rng, _: rng.choice(["True", "False"]),
    "millis": lambda rng, _: str(rng.randrange(15 * 10**11, 18 * 10**11)),
    "sequence": lambda _, number: str(100_000_000 + number),
    "padded": lambda _, number: f"{number:010}",
}


@pytest.mark.parametrize("kind", LOOK_ALIKES)
def test_look_alikes_stay_silent(kind: str) -> None:
    rng = random.Random(kind)
    values = [LOOK_ALIKES[kind](rng, number) for number in range(ROWS)]
    assert ids(column_of(values)) == []
    assert ids(column_of(values, kind)) == []


def test_numbers_in_texts_are_weighed_against_chance() -> None:
    # Ten digits, of which one in some hundred has a birthday and the right check digit of Iceland.
    rng = random.Random(1)
    orders = [f"order {rng.randrange(10**9, 32 * 10**8)} was late" for _ in range(5_000)]
    assert column_of(orders) == []
    orders[70] = f"kennitala {samples.make('is-kennitala', rng)} was late"
    assert ids(column_of(orders)) == ["pii.national-id.is-kennitala"]


def test_lines_that_are_alike_but_for_their_digits_are_counted_like_others() -> None:
    rng = random.Random(1)
    lines = [f"request {rng.randrange(10**9, 10**10)} took {rng.randrange(10, 99)} ms" for _ in range(6_000)]
    assert column_of(lines) == []
    for row in range(3_000, 3_100):
        lines[row] = f"request of {mail(rng)} took {rng.randrange(10, 99)} ms"
    [found] = column_of(lines)
    assert (found.rule.id, found.hits, found.first_row) == ("pii.email", 100, 3_001)
    clients = [f"client {samples.make('nl-bsn', rng)} called twice" for _ in range(6_000)]
    [found] = column_of(clients)
    assert found.rule.id == "pii.national-id.nl-bsn"
    assert found.hits >= 2_000


def test_secrets_in_a_column_are_found_cell_by_cell() -> None:
    rng = random.Random(1)
    hosts = [uuid.UUID(int=rng.getrandbits(128)).hex for _ in range(ROWS)]
    for row in (3, 200, 201):
        hosts[row] = f"postgres://app:{''.join(rng.choices(string.ascii_letters, k=14))}@db{row}.corp.net/x"
    [found] = column_of(hosts)
    assert found.rule.id.startswith("secret.")
    assert (found.hits, found.first_row) == (3, 4)


def test_a_column_of_opaque_numbers_may_hold_a_secret() -> None:
    rng = random.Random(1)
    values = [iban(rng) for _ in range(ROWS)]
    values[300] = f"mysql://app:{''.join(rng.choices(string.ascii_letters, k=14))}@db.corp.net/x"
    first, second = column_of(values)
    assert (first.rule.id, first.hits) == ("pii.iban", ROWS - 1)
    assert second.rule.id.startswith("secret.")


def test_a_header_is_evidence_where_digits_alone_are_none() -> None:
    rng = random.Random(3)
    numbers = [f"0{rng.randrange(15 * 10**8, 18 * 10**8)}" for _ in range(ROWS)]
    assert ids(column_of(numbers, "mobile phone")) == ["pii.phone"]


def test_values_made_up_under_a_telling_header_are_reported_as_unsure() -> None:
    rng = random.Random(3)
    numbers = [str(rng.randrange(10**15, 10**16)) for _ in range(ROWS)]
    [found] = column_of(numbers, "credit_card")
    assert (found.rule.id, found.confidence) == ("pii.credit-card", "low")


def _births(rng: random.Random) -> list[str]:
    first = datetime.date(1940, 1, 1)
    return [(first + datetime.timedelta(rng.randrange(60 * 365))).isoformat() for _ in range(ROWS)]


def test_dates_of_birth_are_told_by_their_spread_where_no_header_says_anything() -> None:
    assert ids(column_of(_births(random.Random(4)))) == ["pii.date-of-birth"]
    assert ids(column_of(_births(random.Random(4)), "date_of_birth")) == ["pii.date-of-birth"]


def test_other_dates_are_none_of_birth() -> None:
    rng = random.Random(4)
    births = _births(rng)
    assert column_of(births, "published_on") == []
    assert column_of(sorted(births)) == []
    assert column_of([f"{day[:8]}01" for day in births]) == []
    orders = [
        (datetime.date(2019, 1, 1) + datetime.timedelta(rng.randrange(2000))).isoformat() for _ in births
    ]
    assert column_of(orders) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1984-02-29", datetime.date(1984, 2, 29)),
        ("29.02.1984", datetime.date(1984, 2, 29)),
        ("2/29/1984", datetime.date(1984, 2, 29)),
        ("19840229", datetime.date(1984, 2, 29)),
        ("1984-02-29 00:00:00", datetime.date(1984, 2, 29)),
        ("1984年2月29日", datetime.date(1984, 2, 29)),
        ("1985-02-29", None),
        ("1984-02-29 10:11:12", None),
        ("12345678901", None),
        ("", None),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, expected: datetime.date | None) -> None:
    assert date_of(text) == expected


def test_days_in_the_future_are_no_births() -> None:
    cells = [(row, f"20{row % 60 + 30}-01-{row % 28 + 1:02}") for row in range(100)]
    assert birth_dates("dob", 1.0, cells, TODAY) is None


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("religion", ["catholic", "muslim", "none", "jewish"], "pii.special.religion"),
        ("ethnicity", ["white", "black", "asian", "other"], "pii.special.ethnicity"),
        ("diagnosis", ["M", "B"], "pii.special.health"),
        ("sexual_orientation", ["heterosexual", "gay", "bisexual"], "pii.special.orientation"),
        ("party_affiliation", ["democrat", "republican"], "pii.special.politics"),
        ("union_member", ["yes", "no"], "pii.special.union"),
        ("col_4", ["katholisch", "evangelisch", "muslimisch", "konfessionslos"], "pii.special.religion"),
        ("col_4", ["E11.9", "I10.0", "J45.0", "F32.1"], "pii.special.health"),
    ],
)
def test_special_categories_are_named_as_the_law_does(header: str, values: list[str], expected: str) -> None:
    [found] = column_of(random.Random(5).choices(values, k=ROWS), header)
    assert found.rule.id == expected
    assert found.rule.special


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("size", ["S", "M", "L"]),
        ("race_time", ["10.2", "11.3"]),
        ("state", ["new", "sold"]),
        ("col_4", ["a", "b"]),
    ],
)
def test_other_categories_are_none(header: str, values: list[str]) -> None:
    assert column_of(random.Random(5).choices(values, k=ROWS), header) == []


def test_coordinates_count_beside_persons_and_not_beside_shops() -> None:
    rng = random.Random(6)
    places = {
        "lat": [f"{rng.uniform(45, 55):.6f}" for _ in range(ROWS)],
        "lon": [f"{rng.uniform(5, 15):.6f}" for _ in range(ROWS)],
    }
    assert scan(pl.DataFrame({"shop": ["x"] * ROWS, **places})).columns == []
    people = scan(pl.DataFrame({"contact": [mail(rng) for _ in range(ROWS)], **places}))
    assert {(column.name, column.rule.id) for column in people.columns} == {
        ("contact", "pii.email"),
        ("lat", "pii.coordinates"),
        ("lon", "pii.coordinates"),
    }


def test_a_sparse_column_is_counted_row_by_row() -> None:
    rng = random.Random(7)
    values = ["nothing to see in this sentence"] * 5000
    for row in rng.sample(range(5000), 37):
        values[row] = f"please write to {mail(rng)} today"
    [found] = column_of(values)
    assert (found.rule.id, found.hits, found.rows) == ("pii.email", 37, 5000)
    assert found.guarantee is None


def test_many_hits_are_estimated_closely() -> None:
    rng = random.Random(8)
    values = [luhn(rng) if rng.random() < 0.6 else f"order {row}" for row in range(60_000)]
    [found] = [column for column in column_of(values) if column.rule.id == "pii.credit-card"]
    assert found.hits == pytest.approx(sum(value.isdigit() for value in values), rel=0.02)


def test_what_only_a_sample_was_looked_at_for_says_what_that_guarantees() -> None:
    values = random.Random(9).choices(["catholic", "muslim", "jewish"], k=20_000)
    [found] = column_of(values, "religion")
    assert found.guarantee == "estimated from 2,000 of 20,000 rows"
    assert found.hits == 20_000
    [note] = scan(pl.DataFrame({"religion": values})).notes
    assert "a sample of 2,000 of the 20,000 rows" in note
    assert note.endswith("in the columns that are not reported, none above 0.35 % of rows at 99.9 %")


@pytest.mark.parametrize(("rows", "share"), [(2000, "0.35"), (1725, "0.4"), (500, "1.4"), (100, "6.7")])
def test_the_guarantee_is_the_smallest_share_that_is_missed_once_in_a_thousand(rows: int, share: str) -> None:
    assert guarantee(rows) == f"none above {share} % of rows at 99.9 %"
    assert (1 - float(share) / 100) ** rows <= 0.001


def test_every_row_has_the_same_chance_to_be_sampled() -> None:
    taken: Counter[int] = Counter()
    for seed in range(300):
        sample = RowSample(size=10, seed=seed)
        for first in range(0, 100, 20):
            sample.add(pl.DataFrame({"n": [str(row) for row in range(first, first + 20)]}))
        assert len({row for row, _ in sample.rows}) == 10
        assert all(str(row) == values["n"] for row, values in sample.rows)
        taken.update(row // 20 for row, _ in sample.rows)
    for count in taken.values():
        assert count == pytest.approx(600, abs=100)


def test_a_small_table_is_sampled_whole() -> None:
    sample = RowSample()
    sample.add(pl.DataFrame({"n": ["x"] * SAMPLED}))
    assert sample.complete
    assert len(sample.column("n")) == SAMPLED


def test_the_tail_of_chance_is_exact_for_few_and_never_too_small_for_many() -> None:
    assert luck(2, 2, 0.1) == pytest.approx(0.01)
    assert luck(0, 5, 0.1) == 1.0
    assert luck(3, 3, 0.0) == 0.0
    exact = sum(math.comb(100, k) * 0.1**k * 0.9 ** (100 - k) for k in range(30, 101))
    assert exact <= luck(30, 100, 0.1) <= exact * 100


def _big() -> Source:
    rng = random.Random(10)
    frame = pl.DataFrame({"contact": [mail(rng) for _ in range(1000)] * 700})
    return Source.of_bytes("a.csv", frame.write_csv().encode())


def test_progress_rises_to_the_size_of_the_file() -> None:
    source = _big()
    seen: list[tuple[int, int]] = []
    scan_data(source, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (source.size_bytes, source.size_bytes)
    assert len(seen) > 3


def test_a_scan_in_a_thread_ends_when_it_is_cancelled() -> None:
    asked = threading.Event()
    ended: list[BaseException] = []

    def work() -> None:
        try:
            scan_data(_big(), cancelled=lambda: asked.is_set() or asked.set() or False)
        except CancelledError as error:
            ended.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    assert len(ended) == 1
