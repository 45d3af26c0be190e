"""What the words of a pack mean for a word of a text."""
