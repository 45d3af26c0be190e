"""Clauses, their parts, and what fills their slots."""
