"""Addresses on the web: which may be asked, how they are written, and when to ask again."""
