"""Whether what a reader returns ends up as a data frame in a variable, and of which library."""

from __future__ import annotations

import ast
from typing import Literal

Frame = Literal["pandas", "polars", "polars-lazy"]

_KEEPS_WORDS = (
    "drop dropna fillna rename head tail sample set_index reset_index query sort_values sort_index sort "
    "assign astype cast merge join drop_duplicates unique replace copy clone filter with_columns select "
    "limit convert_dtypes infer_objects clip round loc iloc get_chunk read collect lazy to_pandas df "
    "fetchdf fetch_df to_df pl to_polars drop_nulls fill_null rename_axis sort_by slice read_pandas "
    "set_axis with_row_index with_row_count with_columns_seq interpolate ffill bfill pipe transform "
    "compute"
)
_KEEPS = frozenset(_KEEPS_WORDS.split())
_TO: dict[str, Frame] = {
    "to_pandas": "pandas",
    "df": "pandas",
    "fetchdf": "pandas",
    "fetch_df": "pandas",
    "to_df": "pandas",
    "read_pandas": "pandas",
    "pl": "polars",
    "to_polars": "polars",
    "lazy": "polars-lazy",
    "collect": "polars",
}
JOINING = frozenset(
    {"pandas.concat", "polars.concat", "polars.from_arrow", "polars.DataFrame", "pandas.DataFrame"}
)
"""Functions whose result is a frame of what they are given."""


def frame_of(reader: str, library: str) -> Frame | None:
    """Return what a reader returns; None where it is no data frame of pandas or Polars."""
    last = reader.rpartition(".")[2]
    if library == "polars":
        return "polars-lazy" if last.startswith("scan_") else "polars" if last.startswith("read_") else None
    if library in ("pandas", "geopandas") and last.startswith("read_") and last != "read_html":
        return "pandas"
    if reader in ("pyarrow.feather.read_feather",):
        return "pandas"
    return None


def behind(method: str, frame: Frame | None) -> Frame | None:
    """Return what the frame is behind a method that keeps it one."""
    if method == "collect":
        return "polars" if frame == "polars-lazy" else frame
    return _TO.get(method, frame)


def keeps_frame(node: ast.expr) -> bool:
    """Tell whether ``node``, a step behind a frame, is a frame again."""
    if isinstance(node, ast.Subscript):  # one column is a series, several are a frame
        return isinstance(node.slice, (ast.List, ast.Compare, ast.BinOp, ast.Slice, ast.Tuple))
    return isinstance(node, ast.Attribute) and node.attr in _KEEPS
