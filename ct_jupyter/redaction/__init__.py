"""Findings in, edits out: names for variables, plans, and the store for the values."""
