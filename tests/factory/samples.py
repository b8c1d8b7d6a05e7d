"""The committed samples: about a dozen small cases, each paper at most 300 KB, with a list of what stands in them."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.factory import build, draw, faults
from tests.factory.case import Plan

LIMIT = 300_000


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample case: folder, story, form of the main paper, planted fault and what a reader should expect."""

    folder: str
    story: str
    layout: str
    profile: str
    form: str | None
    fault: str | None
    papers: tuple[int, int]
    says: str
    planter: str | None = None


SAMPLES = (
    Sample(
        "01-voucher-form",
        "living",
        "form_left",
        "photo",
        None,
        None,
        (1, 1),
        "垫付确认书（表格，手机拍照），附住院票据和付款回单，齐全",
    ),
    Sample(
        "02-voucher-letter",
        "living",
        "letter_a",
        "scan",
        "pdf",
        None,
        (1, 1),
        "垫付证明（信函，扫描PDF），附票据和回单，齐全",
    ),
    Sample(
        "03-voucher-list",
        "living",
        "list_num",
        "scan",
        "digital",
        None,
        (2, 2),
        "垫付确认书（清单，带文字层的PDF），附两张票据和回单，齐全",
    ),
    Sample("04-unsigned", "living", "form_above", "photo", None, "SIG-001", (1, 1), "职工没有签名"),
    Sample("05-typed-name", "living", "letter_a", "scan", "digital", "SIG-002", (1, 1), "签名处是打印的姓名", "typed"),
    Sample("06-amounts-differ", "living", "list_blank", "scan", "jpg", "AMT-001", (1, 1), "大写金额与小写金额不一致"),
    Sample(
        "07-joint-account",
        "joint_account",
        "form_left",
        "photo",
        None,
        None,
        (0, 0),
        "近亲属共同指定账户确认书，全体签名",
    ),
    Sample(
        "08-joint-account-gap",
        "joint_account",
        "letter_a",
        "scan",
        "pdf",
        "SIG-007",
        (0, 0),
        "共同指定账户的信函，有一人没有签名",
    ),
    Sample(
        "09-joint-employer",
        "joint_employer",
        "list_blank",
        "photo",
        None,
        None,
        (0, 0),
        "近亲属共同指定发放到单位，附垫付凭证和回单",
    ),
    Sample(
        "10-pass-on-proof",
        "pass_on",
        "form_left",
        "scan",
        "digital",
        None,
        (0, 0),
        "单位收到待遇后支付给职工的佐证材料，附回单",
    ),
)


def _fits(plan: Plan, sample: Sample) -> bool:
    receipts = sum(d.kind == "MED_RECEIPT" for d in plan.docs)
    slips = sum(d.kind == "BANK_SLIP" for d in plan.docs)
    if sample.story == "living":
        return (
            sample.papers[0] <= receipts <= sample.papers[1]
            and slips <= sample.papers[1]
            and all("DISABILITY" not in i["code"] for i in plan.claim["items"])
        )
    if sample.story.startswith("joint"):
        return (
            3 <= len(plan.docs[0].signers) <= 4
            and len(plan.docs) <= 3
            and plan.claim["dispute_recorded"] is (sample.story == "joint_account")
        )
    return len(plan.docs[0].signers) == 1


def _plan(sample: Sample) -> Plan:
    for seed in range(500):
        rng = Random(f"samples/{sample.folder}/{seed}")
        plan = build.STORIES[sample.story](rng)
        if not _fits(plan, sample):
            continue
        if sample.fault:
            wanted = [
                f
                for f in faults.TABLE
                if f.code == sample.fault and f.plant.__name__ == (sample.planter or f.plant.__name__)
            ]
            faults.plant(sample.fault, plan, rng, among=wanted)
        return plan
    raise RuntimeError(f"no plan fits {sample.folder}")


def _small(plan: Plan, n: int, sample: Sample) -> draw.Drawn:
    doc = plan.docs[n]
    # The hospital receipt of the first case is a scan, so that every form of file occurs.
    form = sample.form if n == 0 else ("jpg" if sample.profile == "photo" else sample.form)
    profile = sample.profile if n < 2 else "scan"
    for quality in (82, 76, 70, 62, 54, 46):
        style = draw.Style(
            False, profile, sample.layout if n == 0 else None, form, quality, 2000 if profile == "photo" else 2200
        )
        drawn = draw.draw(doc, f"samples/{sample.folder}/{n}", style)
        if len(drawn.data) <= LIMIT:
            return drawn
    raise RuntimeError(f"{sample.folder}/{doc.stem} stays above {LIMIT} bytes")


def draw_samples(out: Path) -> None:
    """Draw all samples into a folder, with a README; replaces earlier ones."""
    table = []
    for number, sample in enumerate(SAMPLES, 1):
        print(sample.folder, file=sys.stderr)
        plan = _plan(sample)
        plan.claim["claim_no"] = f"DEMO-{number:02d}"
        folder = out / sample.folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        names = []
        for n in range(len(plan.docs)):
            drawn = _small(plan, n, sample)
            drawn = replace(
                drawn,
                name=drawn.name.replace("receipt1", "receipt") if plan.docs[n].kind == "MED_RECEIPT" else drawn.name,
            )
            (folder / drawn.name).write_bytes(drawn.data)
            names.append(drawn.name)
        (folder / "claim.json").write_text(json.dumps(plan.claim, ensure_ascii=False, indent=1) + "\n")
        files = "、".join(f"`{n}`" for n in names)
        code = f"`{sample.fault}`" if sample.fault else "—"
        table.append(f"| `{sample.folder}` | {files} | {sample.says} | {code} |")
    (out / "README.md").write_text(_README.format(table="\n".join(table)))


_README = """# 样例材料

本目录的人员、单位、账号、票据全部是虚构的（区划代码 449900、电话 13800138000 不属于任何人）。
由 `tests/factory` 绘制，可以重画：

    python -m tests.factory samples samples/

每个文件夹是一个案件：`claim.json` 是核心系统已知的情况，其余是上传的材料。逐案核对：

    claimgate verify --cases samples

| 案件 | 材料 | 内容 | 应发现的问题 |
| --- | --- | --- | --- |
{table}
"""
