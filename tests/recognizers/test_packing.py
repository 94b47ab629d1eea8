"""The models' files: what is read back is what was written, and each table takes the less room of two ways."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from recognizers.model.load import HERE
from recognizers.model.packing import pack

NAMES = np.frombuffer("\n".join(f"{a}{b}の特徴" for a in "前後左右上下中" for b in range(400)).encode(), np.uint8)
WEIGHTS = np.random.default_rng(7).normal(0, 2.5, (300, 64)).round().clip(-7, 7).astype(np.int8)


def test_tables_come_back_as_they_were(tmp_path: Path) -> None:
    tables = {"names": NAMES, "weights": WEIGHTS, "halves": WEIGHTS.astype(np.float16), "labels": np.array(["O", "B-PERSON"]), "count": np.array(3), "none": np.zeros((0, 4))}
    pack(tmp_path / "m.npz", **tables)
    with np.load(tmp_path / "m.npz", allow_pickle=False) as read:
        assert read.files == list(tables)
        for name, table in tables.items():
            assert read[name].dtype == table.dtype
            assert np.array_equal(read[name], table)


def test_the_same_tables_give_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        pack(tmp_path / name, names=NAMES, weights=WEIGHTS)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_names_and_weights_are_packed_each_the_smaller_way(tmp_path: Path) -> None:
    pack(tmp_path / "ours.npz", names=NAMES, weights=WEIGHTS)
    np.savez_compressed(tmp_path / "numpys.npz", names=NAMES, weights=WEIGHTS)
    with zipfile.ZipFile(tmp_path / "ours.npz") as ours, zipfile.ZipFile(tmp_path / "numpys.npz") as numpys:
        for one in ours.infolist():
            assert one.compress_size < numpys.getinfo(one.filename).compress_size
        assert [one.compress_type for one in ours.infolist()] == [zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED]


@pytest.mark.parametrize("file", sorted(HERE.glob("*.npz")), ids=lambda file: file.stem)
def test_the_files_shipped_are_packed_so(file: Path, tmp_path: Path) -> None:
    with np.load(file, allow_pickle=False) as read:
        pack(tmp_path / "again.npz", **{name: read[name] for name in read.files})
    assert (tmp_path / "again.npz").stat().st_size == pytest.approx(file.stat().st_size, rel=0.01)  # releases of zlib differ in where a block ends


def test_the_models_are_within_the_twenty_megabytes_they_may_have() -> None:
    assert sum(file.stat().st_size for file in HERE.glob("*.npz")) < 20_000_000
