"""A language model elsewhere, asked what else an article claims."""
