"""Fingerprints of sentences."""
