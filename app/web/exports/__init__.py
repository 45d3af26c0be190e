"""Exports: the same rows as tables, as JSON a line, and as linked data."""
