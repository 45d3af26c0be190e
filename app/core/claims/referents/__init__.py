"""Whom and what a text means where it does not say the name."""
