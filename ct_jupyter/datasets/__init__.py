"""Data files by column: what notebooks read, what personal data is in it, and the same without it."""
