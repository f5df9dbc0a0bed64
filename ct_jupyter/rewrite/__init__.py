"""Source in, edits out: lookups in the place of values, imports, names for variables."""
