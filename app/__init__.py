"""Crosscheck: reads the same news in many outlets and languages and shows where the reports agree and where
they cannot all be true."""

__version__ = "0.1.0"
