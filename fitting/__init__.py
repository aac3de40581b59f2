"""Fit the weights that the bot answers with, from labelled questions."""

import os

# The products are small: threads would wait for one another longer than they work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
