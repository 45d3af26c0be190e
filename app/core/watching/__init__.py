"""Watching: what changed between two states of the clusters, who wants to hear of it, and how it is signed."""
