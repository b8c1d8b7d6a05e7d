"""Fits the network that reads the number in a piece of a date, and writes it as ONNX.

`python -m tests.factory.train_numbers OUT.onnx --fit PIECES.npz [--epochs N] [--unseen FONT...]` with pieces of
tests.factory.number_pieces; the fonts named by --unseen are not fitted on and give the error that is shown.
Needs torch and onnx, which are no dependency of the product: run it in an environment of its own. Here: architecture,
fitting. Not here: drawing pieces (number_pieces), what real papers say (docs/number-network.md).
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

_NUMBERS, _BATCH = 40, 128


class NumberNet(nn.Module):
    """Four small convolutions and one hidden layer over a piece of 32 x 80; gives log P(number)."""

    def __init__(self) -> None:
        super().__init__()
        sizes = (1, 16, 24, 48, 64)
        self.convs = nn.ModuleList(
            nn.Conv2d(a, b, 5 if a == 1 else 3, stride=2 if a == 1 else 1, padding=2 if a == 1 else 1, bias=False)
            for a, b in pairwise(sizes)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(b) for b in sizes[1:])
        hidden = (nn.Linear(64 * 4 * 10, 96), nn.ReLU(), nn.Dropout(0.2), nn.Linear(96, _NUMBERS))
        self.head = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), *hidden)

    def forward(self, piece: Tensor) -> Tensor:
        """Give log P(number), N x 40, of pieces N x 1 x 32 x 80."""
        seen = piece
        for number, (conv, norm) in enumerate(zip(self.convs, self.norms, strict=True)):
            seen = torch.relu(norm(conv(seen)))
            if 0 < number < 3:
                seen = functional.max_pool2d(seen, 2)
        return functional.log_softmax(self.head(seen), 1)


def _varied(pieces: Tensor) -> Tensor:
    """Shift, stretch and slant a batch a little."""
    count = len(pieces)
    grid = torch.zeros(count, 2, 3)
    grid[:, 0, 0] = 1 + 0.06 * torch.randn(count)
    grid[:, 1, 1] = 1 + 0.06 * torch.randn(count)
    grid[:, 0, 1] = 0.04 * torch.randn(count)
    grid[:, :, 2] = 0.05 * torch.randn(count, 2)
    places = functional.affine_grid(grid, list(pieces.shape), align_corners=False)
    return functional.grid_sample(pieces, places, align_corners=False)


def _batch(pieces: NDArray[np.uint8], chosen: NDArray[np.int64]) -> Tensor:
    return torch.from_numpy(pieces[chosen]).float()[:, None] / 255


def fit(
    pieces: NDArray[np.uint8], numbers: Tensor, own: NDArray[np.int64], unseen: NDArray[np.int64], epochs: int
) -> NumberNet:
    """Fit on the pieces `own`; after each epoch say how many of `unseen` are read right."""
    torch.manual_seed(0)
    net = NumberNet()
    optimiser = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=1e-3)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=epochs * (len(own) // _BATCH))
    rng = np.random.default_rng(0)
    for epoch in range(epochs):
        net.train()
        order = rng.permutation(own)
        for at in range(0, len(order) - _BATCH + 1, _BATCH):
            chosen = order[at : at + _BATCH]
            loss = functional.nll_loss(net(_varied(_batch(pieces, chosen))), numbers[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            pace.step()
        net.eval()
        with torch.no_grad():
            said = torch.cat([net(_batch(pieces, unseen[at : at + 500])) for at in range(0, len(unseen), 500)])
        right = (said.argmax(1) == numbers[unseen]).float().mean().item() if len(unseen) else float("nan")
        print(f"epoch {epoch + 1}: {100 * right:.1f} % of {len(unseen)} unseen pieces right", file=sys.stderr)
    return net


def main() -> None:
    """Parse, fit, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.factory.train_numbers")
    parser.add_argument("out", type=Path)
    parser.add_argument("--fit", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--unseen", nargs="*", default=["Kalam_400Regular", "GochiHand_400Regular"])
    args = parser.parse_args()
    torch.set_num_threads(1)
    stored = np.load(args.fit)
    apart = np.isin(stored["hand"], args.unseen)
    numbers = torch.from_numpy(stored["y"].astype(np.int64))
    net = fit(stored["x"], numbers, np.flatnonzero(~apart), np.flatnonzero(apart)[:3000], args.epochs)
    free = {"piece": {0: "n"}, "numbers": {0: "n"}}
    names = {"input_names": ["piece"], "output_names": ["numbers"]}
    torch.onnx.export(
        net.eval(), torch.zeros(1, 1, 32, 80), str(args.out), dynamic_axes=free, opset_version=17, dynamo=False, **names
    )
    print(hashlib.sha256(args.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
