"""Readers of articles in processes of a Ray cluster, on this machine or on many."""
