"""A data file in, the same without what its columns said of people out; streamed, in its own format."""

from .changes import ChangeValue, Columns, Counts
from .files import anonymise

__all__ = ["ChangeValue", "Columns", "Counts", "anonymise"]
