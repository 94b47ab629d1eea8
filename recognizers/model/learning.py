"""A step of learning, as both trainings of the reader take it (`train_reader`, `train_whose`): batches of passages, and the pace. Needs PyTorch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

import torch
from torch import nn

from recognizers.model.passages import CLOSING, LEFT_OUT, MARKS

_RATE, _WARM, _NEW, _DECAY = 3e-4, 0.06, 4.0, 0.01  # of learning; share of steps until it is reached; what is new learns so much faster
_BATCH = 4000  # pieces
_LEFT_OUT, SMOOTHED = 0.05, 0.02
NO_LABEL = -100  # torch's own


class _InPieces(Protocol):
    @property
    def pieces(self) -> list[int]: ...
    @property
    def kinds(self) -> list[int]: ...
    @property
    def labels(self) -> list[int]: ...


Cut = TypeVar("Cut", bound=_InPieces)


class Padded(NamedTuple):
    """A batch of passages, as long as its longest (passages, places): pieces, some of them left out, kinds and labels; and how long each is."""

    pieces: torch.Tensor
    kinds: torch.Tensor
    lengths: torch.Tensor
    labels: torch.Tensor


def batches(read: Sequence[Cut], dice: random.Random) -> list[list[Cut]]:
    """Passages of nearly one length together, in a new order."""
    made: list[list[Cut]] = []
    for one in sorted(read, key=lambda passage: len(passage.pieces) + dice.random() * 6):
        if not made or len(one.pieces) * (len(made[-1]) + 1) > _BATCH:
            made.append([])
        made[-1].append(one)
    dice.shuffle(made)
    return made


def padded(batch: Sequence[_InPieces]) -> Padded:
    """The passages of a batch side by side."""
    longest = max(len(one.pieces) for one in batch)
    pieces = torch.tensor([one.pieces + [CLOSING] * (longest - len(one.pieces)) for one in batch])
    kinds = torch.tensor([one.kinds + [0] * (longest - len(one.kinds)) for one in batch])
    labels = torch.tensor([one.labels + [NO_LABEL] * (longest - len(one.labels)) for one in batch])
    pieces[(torch.rand(pieces.shape) < _LEFT_OUT) & (pieces >= len(MARKS))] = LEFT_OUT
    return Padded(pieces, kinds, torch.tensor([len(one.pieces) for one in batch]), labels)


class Pace:
    """Takes the steps of learning, faster for what is `fresh`, quicker and quicker at first and then slower."""

    def __init__(self, model: nn.Module, fresh: tuple[str, ...], steps: int) -> None:
        named = list(model.named_parameters())
        self._learning = [one for _, one in named]
        self._optimizer = torch.optim.AdamW([
            {"params": [one for name, one in named if one.ndim > 1 and not name.startswith(fresh)], "weight_decay": _DECAY},
            {"params": [one for name, one in named if one.ndim == 1 and not name.startswith(fresh)], "weight_decay": 0.0},
            {"params": [one for name, one in named if name.startswith(fresh)], "lr": _RATE * _NEW, "weight_decay": _DECAY}], lr=_RATE)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, lambda step: min(1.0, (step + 1) / (_WARM * steps)) * max(0.02, 1 - step / steps))

    def step(self, loss: torch.Tensor) -> None:
        """Learn from what was lost."""
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimizer.step()
        self._schedule.step()
