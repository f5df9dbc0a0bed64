"""Measurements that anyone can repeat: ``make bench``. ``docs/benchmarks.md`` says what they mean."""
