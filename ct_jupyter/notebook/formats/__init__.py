"""Documents that are notebooks besides ``.ipynb``: which a file is, and its cells."""

from .known import BY_NAME, FORMAT_GLOBS, LOOK_INSIDE, Format, format_of
from .read import read_text_notebook
from .text_notebook import TextNotebook

__all__ = [
    "BY_NAME",
    "FORMAT_GLOBS",
    "LOOK_INSIDE",
    "Format",
    "TextNotebook",
    "format_of",
    "read_text_notebook",
]
