"""Fits the network that tells a hand from a press, and writes it as ONNX with a table of its errors.

`python -m tests.factory.train_hand OUT.onnx --fit F.npz... --unseen U.npz... [--epochs N] [--seeds N...]`.
One network a seed; the file holds them all and answers with the mean of their logits, which strays less than any.
Needs torch and onnx, which are no dependency of the product: run it in an environment of its own. Here: architecture,
fitting, errors on pieces of hands, faces and writers that were not fitted on. Not here: drawing pieces (hand_pieces).
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn
from torch.nn import functional

SURE = (0.08, 0.75)  # as ocr/marks/hand.py has it; for the table only
_TONES = slice(29, 34)  # of the measures: weight and colour of the ink against the label's


class Tower(nn.Module):
    """What strokes look like: four small convolutions, then mean and maximum over the ink's extent."""

    def __init__(self) -> None:
        super().__init__()
        sizes = (1, 10, 20, 32, 48)
        self.layers = nn.ModuleList(
            nn.Conv2d(a, b, 3, stride=2 if a < 20 else 1, padding=1, bias=False) for a, b in pairwise(sizes)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(b) for b in sizes[1:])

    def forward(self, view: Tensor) -> Tensor:
        seen = view
        for number, (layer, norm) in enumerate(zip(self.layers, self.norms, strict=True)):
            seen = torch.relu(norm(layer(seen)))
            if number == 2:
                seen = functional.max_pool2d(seen, 2)
        extent = (functional.max_pool2d(view, 8) > 0.2).float()
        mean = (seen * extent).sum((2, 3)) / (extent.sum((2, 3)) + 1.0)
        return torch.cat([mean, seen.amax((2, 3))], 1)


class HandNet(nn.Module):
    """Compares a piece of writing with the print of its label; gives the probability of a hand."""

    def __init__(self, means: Tensor, spreads: Tensor) -> None:
        super().__init__()
        self.register_buffer("means", means)
        self.register_buffer("spreads", spreads)
        self.tower = Tower()
        self.label = nn.Linear(96, 16)
        self.head = nn.Sequential(nn.Linear(96 + 16 + len(means), 48), nn.ReLU(), nn.Dropout(0.3), nn.Linear(48, 1))

    def score(self, views: Tensor, measures: Tensor) -> Tensor:
        """Give the logit; `measures` are standardised."""
        own, print_ = self.tower(views[:, :1]), torch.relu(self.label(self.tower(views[:, 1:]).detach()))
        score: Tensor = self.head(torch.cat([own, print_, measures], 1))[:, 0]
        return score

    def standard(self, measures: Tensor) -> Tensor:
        """Give measures in spreads around their means, cut at four."""
        return torch.clamp((measures - self.means) / self.spreads, -4, 4)

    def forward(self, views: Tensor, measures: Tensor) -> Tensor:
        return torch.sigmoid(self.score(views, self.standard(measures)))


def _varied(views: Tensor, measures: Tensor) -> tuple[Tensor, Tensor]:
    """Shift, resize, soften and fade a batch a little, and hide measures at random."""
    count = len(views)
    grid = torch.zeros(count, 2, 3)
    grid[:, 0, 0] = 1 + 0.08 * torch.randn(count)
    grid[:, 1, 1] = 1 + 0.06 * torch.randn(count)
    grid[:, 0, 1] = 0.02 * torch.randn(count)
    grid[:, 0, 2] = 0.03 * torch.rand(count)
    grid[:, 1, 2] = 0.03 * torch.randn(count)
    moved = functional.grid_sample(
        views, functional.affine_grid(grid, list(views.shape), align_corners=False), align_corners=False
    )
    soft = functional.avg_pool2d(moved, 3, 1, 1)
    share = (torch.rand(count, 1, 1, 1) < 0.3).float() * torch.rand(count, 1, 1, 1)
    moved = moved * (1 - share) + soft * share
    moved = torch.clamp(moved, 0, 1) ** torch.exp(0.25 * torch.randn(count, 1, 1, 1))
    hidden = measures * (torch.rand(count, 1) > 0.2)
    hidden = hidden + 0.1 * torch.randn_like(hidden)
    hidden[:, _TONES] = hidden[:, _TONES] * (torch.rand(count, 1) > 0.3)
    return moved, hidden


def _load(files: list[Path], without: list[str]) -> dict[str, np.ndarray]:
    parts = [np.load(file) for file in files]
    data = {key: np.concatenate([part[key] for part in parts]) for key in parts[0].files}
    kept = ~np.isin(data["name"], without)
    return {key: values[kept] for key, values in data.items()}


def fit(data: dict[str, np.ndarray], epochs: int, seed: int) -> HandNet:
    """Fit a network on pieces."""
    torch.manual_seed(seed)
    measures, hand = torch.tensor(data["measures"]), torch.tensor(data["hand"]).float()
    views = torch.tensor(data["views"])
    net = HandNet(measures.mean(0), measures.std(0) + 1e-6)
    standard = net.standard(measures)
    size, steps = 64, epochs * (len(hand) // 64)
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
    net.train()
    for epoch in range(epochs):
        total, order = 0.0, torch.randperm(len(hand))
        for start in range(0, len(order) - size + 1, size):
            some = order[start : start + size]
            seen, known = _varied(views[some].float() / 255, standard[some])
            wanted = hand[some] * 0.98 + 0.01
            loss = functional.binary_cross_entropy_with_logits(net.score(seen, known), wanted)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
            total += loss.item() * len(some)
        print("epoch", epoch + 1, "loss", round(total / len(order), 4), file=sys.stderr, flush=True)
    return net.eval()


def written(net: HandNet, file: Path) -> onnx.ModelProto:
    """Write a network as ONNX and give it back."""
    sample = (torch.zeros(1, 2, 48, 192), torch.zeros(1, len(net.means)))
    names = {"input_names": ["views", "measures"], "output_names": ["hand"]}
    torch.onnx.export(net, sample, str(file), opset_version=17, dynamo=False, **names)
    return onnx.load(str(file))


def together(nets: list[onnx.ModelProto]) -> onnx.ModelProto:
    """Make one network of several: the mean of their logits."""
    whole = onnx.ModelProto()
    whole.CopyFrom(nets[0])
    for part in ("node", "initializer", "value_info"):
        del getattr(whole.graph, part)[:]
    logits: list[str] = []
    for number, net in enumerate(nets):
        own = onnx.compose.add_prefix(net, f"n{number}_", rename_inputs=False).graph
        last = next(node for node in own.node if node.op_type == "Sigmoid" and node.output[0] == own.output[0].name)
        logits.append(last.input[0])
        whole.graph.node.extend(node for node in own.node if node is not last)
        whole.graph.initializer.extend(own.initializer)
    whole.graph.node.append(onnx.helper.make_node("Mean", logits, ["logit"]))
    whole.graph.node.append(onnx.helper.make_node("Sigmoid", ["logit"], ["hand"]))
    onnx.checker.check_model(whole)
    return whole


def judged(network: bytes, data: dict[str, np.ndarray]) -> np.ndarray:
    """Give the probabilities of pieces."""
    session = onnxruntime.InferenceSession(network, providers=["CPUExecutionProvider"])
    out = []
    for views, measures in zip(data["views"], data["measures"], strict=True):
        seen = {"views": (views / np.float32(255))[np.newaxis], "measures": measures[np.newaxis]}
        out.append(float(np.ravel(session.run(None, seen)[0])[0]))
    return np.array(out)


def table(probability: np.ndarray, data: dict[str, np.ndarray]) -> str:
    """Give errors by source and by profile: taken for the other and sure, not sure."""
    sides = ["hand" if by_hand else "print" for by_hand in data["hand"]]
    sources = [name.split("-")[0] if name.startswith("writer") else name for name in data["name"]]
    rows = ["| pieces of | number | wrong and sure % | a person looks % |", "|---|---|---|---|"]
    for groups in (sources, data["profile"], [""] * len(sides)):
        kinds = np.array([f"{side} {group}".strip() for side, group in zip(sides, groups, strict=True)])
        for kind in sorted(set(kinds)):
            mine = kinds == kind
            low, high = probability[mine] < SURE[0], probability[mine] > SURE[1]
            wrong = low if kind.startswith("hand") else high
            rows.append(f"| {kind} | {mine.sum()} | {100 * wrong.mean():.1f} | {100 * (~low & ~high).mean():.1f} |")
    return "\n".join(rows)


def main() -> None:
    """Fit, write and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fit", type=Path, nargs="+", required=True)
    parser.add_argument("--unseen", type=Path, nargs="+", required=True)
    parser.add_argument("--without", nargs="*", default=[], help="faces or hands of the pieces that are left out")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    args = parser.parse_args()
    torch.set_num_threads(1)
    fitted = _load(args.fit, args.without)
    nets = [written(fit(fitted, args.epochs, seed), args.out) for seed in args.seeds]
    args.out.write_bytes(together(nets).SerializeToString())
    unseen = _load(args.unseen, [*args.without, *set(fitted["name"])])  # what was fitted on measures nothing
    probability = judged(args.out.read_bytes(), unseen)
    np.save(args.out.with_suffix(".npy"), probability)
    print(table(probability, unseen))
    print(args.out.stat().st_size, "bytes, SHA-256", hashlib.sha256(args.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
