"""Fits the recogniser of the engine to print that a camera drew out, and writes it as ONNX.

`python -m tests.factory.train_moved_print OUT.onnx --weights DIR --fit LINES.npz... --unseen LINES.npz [--minutes N]
[--rate R]` with the lines of tests.factory.moved_lines; DIR holds inference.onnx and inference.yml of PP-OCRv6 small.
Needs torch, onnx and onnx2torch (which imports torchvision's name only), no dependency of the product: run it in an
environment of its own. The file that is written is the recogniser's own graph with fitted weights as bytes and
a head of the signs that are kept. Here: weights, fitting. Not here: drawing lines (moved_lines).
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import onnx
import torch
import yaml
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnx2torch import convert
from torch import Tensor, nn
from torch.nn import functional

from tests.factory.line_texts import FIGURE_SIGNS, OTHER, SIGNS

HEAD = ("linear_8.w_0", "linear_8.b_0")
_WIDTHS = (96, 128, 160, 192, 256, 320, 384, 448, 512, 640, 768, 960, 1248)  # few shapes: each is compiled once
_COLUMNS = 9000  # of a batch, px
_LARGE = 1000  # weights of a tensor from which it is stored as bytes
_ALIKE = {"￥": "¥", "：": ":", "（": "(", "）": ")", "，": ",", "．": "."}  # to a reader of figures
_LEAST = 16  # weights below which a tensor is no layer's


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one file: 48 x w RGB crops, their signs' labels, print over movement (0: none)."""

    crops: list[NDArray[np.uint8]]
    labels: list[list[int]]
    shares: list[float]


def kept(description: Path) -> tuple[list[int], list[str]]:
    """Return which of the recogniser's signs are kept, and the signs; the first is the blank."""
    listed = yaml.safe_load(description.read_text(encoding="utf-8"))["PostProcess"]["character_dict"]
    known = ["blank", *listed, " "]
    chosen = [n for n, char in enumerate(known) if n == 0 or (char in SIGNS and (char != " " or n == len(known) - 1))]
    return chosen, [known[n] for n in chosen]


def with_head(model: onnx.ModelProto, chosen: list[int]) -> onnx.ModelProto:
    """Return the recogniser with a head of these signs only."""
    cut = onnx.ModelProto()
    cut.CopyFrom(model)
    for tensor in cut.graph.initializer:
        if tensor.name in HEAD:
            tensor.CopyFrom(
                numpy_helper.from_array(np.ascontiguousarray(numpy_helper.to_array(tensor)[..., chosen]), tensor.name)
            )
    for value in (*cut.graph.output, *cut.graph.value_info):
        dims = value.type.tensor_type.shape.dim
        if dims and dims[-1].dim_value not in (0, len(chosen)) and value in cut.graph.output:
            dims[-1].dim_value = len(chosen)
    del cut.graph.value_info[:]
    return cut


def unpacked(fitted: onnx.ModelProto) -> onnx.ModelProto:
    """Return a network that `write` wrote with its weights as numbers again."""
    model = onnx.ModelProto()
    model.CopyFrom(fitted)
    stored = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    whole = {name.removesuffix(".bytes") for name in stored if name.endswith(".bytes")}
    steps = [node for node in model.graph.node if set(node.output) & (whole | {f"{one}.whole" for one in whole})]
    for node in steps:
        model.graph.node.remove(node)
    del model.graph.initializer[:]
    for name, value in stored.items():
        if name in whole or name.rsplit(".", 1)[0] not in whole:
            model.graph.initializer.append(numpy_helper.from_array(value, name))
    for name in sorted(whole):
        value = stored[f"{name}.bytes"].astype(np.float32) * stored[f"{name}.scale"]
        model.graph.initializer.append(numpy_helper.from_array(value, name))
    return model


def for_figures(fitted: onnx.ModelProto) -> tuple[onnx.ModelProto, list[str]]:
    """Return a fitted network with a head of the signs of figures and one for every other sign, and those signs."""
    known = next(one.value for one in fitted.metadata_props if one.key == "charset").split("\n")
    chosen = [n for n, char in enumerate(known) if n == 0 or char in FIGURE_SIGNS]
    others = [n for n, char in enumerate(known) if n and char not in FIGURE_SIGNS]
    chosen.insert(-1, others[0])  # its place; blanks stay last
    model = with_head(unpacked(fitted), chosen)
    whole = {one.name: numpy_helper.to_array(one) for one in unpacked(fitted).graph.initializer}
    for weight in model.graph.initializer:
        if weight.name in HEAD:
            value = numpy_helper.to_array(weight).copy()
            value[..., -2] = whole[weight.name][..., others].mean(-1)
            weight.CopyFrom(numpy_helper.from_array(value, weight.name))
    return model, [OTHER if n == others[0] else known[n] for n in chosen]


def trainable(model: onnx.ModelProto) -> tuple[nn.Module, dict[str, str]]:
    """Return the recogniser without its softmax as a module, and which weight of the graph each parameter is.

    Pads that a graph leaves to the picture's size (SAME_UPPER) are written out for even widths, which torch needs.
    """
    graph = onnx.ModelProto()
    graph.CopyFrom(model)
    last = graph.graph.node[-1]
    graph.graph.output[0].name = last.input[0]
    graph.graph.node.remove(last)
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.graph.initializer}
    for node in graph.graph.node:
        auto = next((a for a in node.attribute if a.name == "auto_pad" and a.s == b"SAME_UPPER"), None)
        if auto is None:
            continue
        given = {a.name: list(a.ints) for a in node.attribute}
        sizes = given.get("kernel_shape") or list(weights[node.input[1]].shape[2:])
        pads = [size - step for size, step in zip(sizes, given.get("strides", [1, 1]), strict=True)]
        kept_ = [a for a in node.attribute if a.name not in ("auto_pad", "pads")]
        del node.attribute[:]
        node.attribute.extend(kept_)
        node.attribute.append(helper.make_attribute("pads", [*(p // 2 for p in pads), *(p - p // 2 for p in pads)]))
    net = convert(graph).eval()
    return net, _as_parameters(net, weights)


def _as_parameters(net: nn.Module, weights: dict[str, NDArray[np.float32]]) -> dict[str, str]:
    """Make parameters of the layers' constants; return the graph's name of each parameter, known by its content."""
    names: dict[tuple[int, bytes], list[str]] = {}
    for name, value in weights.items():
        if value.dtype == np.float32 and value.size >= _LEAST:
            names.setdefault((value.size, value.tobytes()), []).append(name)
    for module in net.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            continue
        for name, value in list(module._buffers.items()):
            if value is not None and len(names.get((value.numel(), value.numpy().tobytes()), ())) == 1:
                del module._buffers[name]
                module.register_parameter(name, nn.Parameter(value.clone()))
    found = {}
    for name, parameter in net.named_parameters():
        own = names.get((parameter.numel(), parameter.detach().numpy().tobytes()), ())
        parameter.requires_grad_(len(own) == 1)
        if len(own) == 1:
            found[name] = own[0]
    return found


def load(file: Path, signs: list[str]) -> Lines:
    """Load a file of lines; those with a sign that is not kept, or with more signs than steps, are left out."""
    stored = np.load(file)
    index = {char: n for n, char in enumerate(signs)}
    ends = np.cumsum(stored["wide"])
    lines = Lines([], [], [])
    whole = stored["x"]
    for start, stop, text, share in zip(ends - stored["wide"], ends, stored["text"], stored["share"], strict=True):
        plain = " ".join(str(text).replace("\u3000", " ").split())
        other = index.get(OTHER)
        labels = [index.get(_ALIKE.get(char, char), other) for char in plain]
        labels = [label for label in labels if label is not None]
        if len(labels) == len(plain) and 0 < len(labels) <= (stop - start) // 8:
            lines.crops.append(whole[:, start:stop])
            lines.labels.append(labels)
            lines.shares.append(float(share))
    return lines


def batches(lines: Lines, rng: Random, *, whole: bool = False) -> list[list[int]]:
    """Return the lines in batches of about one width each; with `whole` the last ones that fill none, too."""
    by_width: dict[int, list[int]] = {}
    for number, crop in enumerate(lines.crops):
        by_width.setdefault(_width(crop), []).append(number)
    found = []
    for width, numbers in by_width.items():
        rng.shuffle(numbers)
        size = _COLUMNS // width
        groups = [numbers[at : at + size] for at in range(0, len(numbers), size)]
        found += [group for group in groups if whole or len(group) == size]
    rng.shuffle(found)
    return found


def _width(crop: NDArray[np.uint8]) -> int:
    return next(width for width in _WIDTHS if crop.shape[1] <= width)


def tensor(lines: Lines, batch: list[int], rng: Random | None = None) -> Tensor:
    """Return a batch as the recogniser takes it; with `rng` lighter or darker, flatter or harder."""
    out = np.zeros((len(batch), 3, 48, max(_width(lines.crops[n]) for n in batch)), np.float32)
    for place, number in enumerate(batch):
        crop = lines.crops[number].astype(np.float32)
        if rng is not None:
            crop = np.clip((crop - 128) * rng.uniform(0.85, 1.2) + 128 + rng.uniform(-12, 12), 0, 255)
        out[place, :, :, : crop.shape[1]] = (crop.transpose(2, 0, 1) / 255 - 0.5) / 0.5
    return torch.from_numpy(out).to(memory_format=torch.channels_last)


def loss_of(net: nn.Module, lines: Lines, batch: list[int], rng: Random) -> Tensor:
    """Return the CTC loss of a batch."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = net(tensor(lines, batch, rng))
    said = functional.log_softmax(logits.float(), 2).permute(1, 0, 2)
    labels = [lines.labels[number] for number in batch]
    steps = [min(len(said), max(2 * len(lines.labels[n]), math.ceil(lines.crops[n].shape[1] / 8))) for n in batch]
    sizes = [len(one) for one in labels]
    flat = torch.tensor([label for one in labels for label in one])
    return functional.ctc_loss(said, flat, torch.tensor(steps), torch.tensor(sizes), zero_infinity=True)


@torch.no_grad()
def exact(net: nn.Module, lines: Lines, blank: int) -> dict[str, tuple[int, int]]:
    """Return by how far print was drawn out how many lines are read to the sign, and of how many; blanks left out."""
    found: dict[str, tuple[int, int]] = {}
    for batch in batches(lines, Random(0), whole=True):
        best = net(tensor(lines, batch)).argmax(2)
        for place, number in enumerate(batch):
            path = best[place, : math.ceil(lines.crops[number].shape[1] / 8)].tolist()
            read = [one for at, one in enumerate(path) if one not in (0, blank) and (at == 0 or path[at - 1] != one)]
            share = lines.shares[number]
            sort = "still" if share == 0 else "easy" if share >= 3.2 else "hard" if share >= 2.3 else "hopeless"
            right, of = found.get(sort, (0, 0))
            found[sort] = (right + (read == [one for one in lines.labels[number] if one != blank]), of + 1)
    return found


def fit(net: nn.Module, files: list[Path], signs: list[str], minutes: float, rate: float) -> None:
    """Fit for some minutes: AdamW, its rate falling to nothing by the clock; the weights end as their running mean."""
    parameters = [one for one in net.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(parameters, rate, weight_decay=1e-4, betas=(0.9, 0.98))
    mean = [one.detach().clone() for one in parameters]
    rng, started, step, seen = Random(1), time.monotonic(), 0, 0
    while True:
        lines = load(rng.choice(files), signs)
        for batch in batches(lines, rng):
            gone = (time.monotonic() - started) / 60 / minutes
            if gone >= 1:
                with torch.no_grad():
                    for one, running in zip(parameters, mean, strict=True):
                        one.copy_(running)
                print(f"{seen} lines in {step} steps", file=sys.stderr)
                return
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1, (step + 1) / 100) * (0.49 * (1 + math.cos(math.pi * gone)) + 0.02)
            optimiser.zero_grad()
            loss_of(net, lines, batch, rng).backward()
            nn.utils.clip_grad_norm_(parameters, 2.0)
            optimiser.step()
            step, seen = step + 1, seen + len(batch)
            with torch.no_grad():
                weight = 1 - min(0.999, (1 + step) / (10 + step))
                torch._foreach_lerp_(mean, [one.detach() for one in parameters], weight)


def write(out: Path, model: onnx.ModelProto, net: nn.Module, names: dict[str, str], signs: list[str]) -> None:
    """Write the recogniser's graph with the fitted weights, large ones as bytes with a scale, and its signs."""
    fitted = dict(net.named_parameters())
    by_name = {graph: fitted[own].detach().numpy() for own, graph in names.items()}
    unpacking, packed = [], []
    for weight in model.graph.initializer:
        value = numpy_helper.to_array(weight)
        value = by_name[weight.name].reshape(value.shape) if weight.name in by_name else value
        if value.dtype == np.float32 and value.ndim > 1 and value.size >= _LARGE:
            scale, small, steps = _packed(weight.name, value)
            packed += [scale, small]
            unpacking += steps
        else:
            packed.append(numpy_helper.from_array(value, weight.name))
    nodes = [*unpacking, *model.graph.node]
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(packed)
    helper.set_model_props(model, {"charset": "\n".join(signs)})
    out.write_bytes(model.SerializeToString())
    print(hashlib.sha256(out.read_bytes()).hexdigest())


def _packed(name: str, value: NDArray[np.float32]) -> tuple[onnx.TensorProto, onnx.TensorProto, list[onnx.NodeProto]]:
    """Return a weight's scales and bytes, and the steps that make the weight of them, which a session takes once.

    Each output of a layer has its own scale: the first axis of a convolution's weight, the last of a matrix.
    """
    axes = tuple(range(1, value.ndim)) if value.ndim == 4 else tuple(range(value.ndim - 1))
    scale = np.maximum(np.abs(value).max(axis=axes, keepdims=True), 1e-12) / 127
    small = np.round(value / scale).astype(np.int8)
    cast = helper.make_node("Cast", [f"{name}.bytes"], [f"{name}.whole"], to=TensorProto.FLOAT)
    times = helper.make_node("Mul", [f"{name}.whole", f"{name}.scale"], [name])
    return (
        numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"),
        numpy_helper.from_array(small, f"{name}.bytes"),
        [cast, times],
    )


def _begun(weights: Path) -> tuple[onnx.ModelProto, list[str]]:
    if weights.suffix == ".onnx":
        return for_figures(onnx.load(str(weights)))
    chosen, signs = kept(weights / "inference.yml")
    return with_head(onnx.load(str(weights / "inference.onnx")), chosen), signs


def main() -> None:
    """Parse, fit, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.factory.train_moved_print")
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, required=True, help="DIR, or a fitted network: then for figures only")
    parser.add_argument("--fit", type=Path, nargs="+", required=True)
    parser.add_argument("--unseen", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    model, signs = _begun(args.weights)
    net, names = trainable(model)
    unseen = load(args.unseen, signs)
    print("before", exact(net, unseen, len(signs) - 1), file=sys.stderr)
    fit(net.to(memory_format=torch.channels_last), args.fit, signs, args.minutes, args.rate)
    print("after", exact(net, unseen, len(signs) - 1), file=sys.stderr)
    write(args.out, model, net, names, signs)


if __name__ == "__main__":
    main()
