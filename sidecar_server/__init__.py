"""Empathy Sidecar: sincere lines and cultural notes beside any helpdesk."""

import os

__version__ = "0.1.0"

# A message's sums are too small to share out: a second thread would spin, and slow the encoder.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
