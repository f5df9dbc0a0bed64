"""Findings as people and tools read them: on a terminal, and as the JSON report."""
