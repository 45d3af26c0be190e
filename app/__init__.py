"""Crosscheck: reads the same news in many outlets and languages and shows where the reports agree and where
they cannot all be true."""

import os

__version__ = "0.1.0"

# NumPy multiplies small matrices here. On several threads that is no faster, the threads wait busily for each other,
# and the last digits hang on how many there are. It is read when NumPy is loaded, so it has to be told first.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
