"""The same data without what it said of people: files, cells that treat frames, pseudonyms.

Nothing is imported here: cells of users import :mod:`.pseudonyms` alone.
"""
