"""Places with their names in many languages, from packages that carry such data."""
