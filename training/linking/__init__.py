"""Fits the weights of the same-event model."""
