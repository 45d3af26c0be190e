"""What things cost, and how good they are: each module is a command."""

import app  # noqa: F401  (before NumPy, which asks it for the number of threads)
