"""Imported by the fork server, and nowhere else: dictionary, models and code, loaded once for all workers.

Workers are forked from there: they share its memory, and one that was killed is back in milliseconds. What an
administrator's recognizers file says is no part of this; each worker reads it when it starts.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy comes: a worker is one core's work, and what forks should have one thread

import contextlib
import gc

from gateway.inspection import worker

gc.disable()  # hardly anything of what follows goes away again
with contextlib.suppress(Exception):  # a worker that needs what is missing meets the same error, and says so
    import presidio_anonymizer  # noqa: F401  for redaction, which imports it when first used

    worker.load(None, to_be_forked=True)
gc.collect()
gc.freeze()  # pages that the collector does not touch stay shared
gc.enable()
