"""The statement: a claim in words that stand alone."""
