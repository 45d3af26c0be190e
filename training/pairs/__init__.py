"""Trains the pair head: whether two statements are the same, contradict each other, or are about different things."""
