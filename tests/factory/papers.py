"""Plans of supporting documents: cards, certificates, detail lists, mandates, and papers that are none of these."""

from __future__ import annotations

import datetime as dt
from random import Random

from tests.factory import firms, money, people
from tests.factory.case import Doc, Signer, Val

_AUTHORITY = "虚构市人力资源和社会保障局"


def _doc(kind: str, stem: str, seal: str | None = None, **values: str) -> Doc:
    doc = Doc(kind, stem, seal=seal)
    for name, text in values.items():
        doc.put(name, text)
    return doc


def account_proof(rng: Random, holder: people.Person, account: str, branch: firms.Bank, day: dt.date) -> Doc:
    """Plan a bank's certificate about an account."""
    doc = _doc(
        "ACCT_PROOF",
        "account",
        branch.name,
        holder_name=holder.name,
        id_no=holder.id_no,
        account=account,
        bank_name=branch.name,
    )
    doc.day("issue_date", day)
    doc.flags["pairs"] = [
        ("户名", "holder_name"),
        ("证件号码", "id_no"),
        ("账号", "account"),
        ("开户行", "bank_name"),
        ("出具日期", "issue_date"),
    ]
    doc.flags["text"] = [
        [
            "兹证明客户",
            "@holder_name",
            "（身份证号码：",
            "@id_no",
            "）在我行开立个人结算账户，账号：",
            "@account",
            "，开户行：",
            "@bank_name",
            "，账户状态正常。",
        ],
        ["特此证明。"],
    ]
    return doc


def dispute_record(rng: Random, worker: people.Person, kin: tuple[people.Relative, ...], day: dt.date) -> Doc:
    """Plan a record of the relatives' dispute."""
    doc = _doc(
        "DISPUTE_RECORD",
        "dispute",
        "虚构市东湖人民调解委员会",
        worker_name=worker.name,
        worker_id=worker.id_no,
        parties="、".join(r.who.name for r in kin),
    )
    doc.day("issue_date", day)
    doc.flags["pairs"] = [
        ("工亡职工", "worker_name"),
        ("身份证号码", "worker_id"),
        ("争议当事人", "parties"),
        ("日期", "issue_date"),
    ]
    doc.flags["text"] = [
        [
            "工亡职工",
            "@worker_name",
            "（身份证号码：",
            "@worker_id",
            "）的近亲属",
            "@parties",
            "对工亡待遇的发放账户存在争议，经调解未能达成一致。",
        ],
        ["特此记录。"],
    ]
    return doc


def death_certificate(rng: Random, worker: people.Person, death: dt.date) -> Doc:
    """Plan a death certificate."""
    doc = _doc(
        "DEATH_CERT", "death", "虚构市人民医院（示例）", name=worker.name, id_no=worker.id_no, cause="工伤事故所致损伤"
    )
    doc.day("death_date", death)
    doc.day("issue_date", death + dt.timedelta(days=1))
    doc.flags["pairs"] = [
        ("死者姓名", "name"),
        ("身份证号码", "id_no"),
        ("死亡日期", "death_date"),
        ("死亡原因", "cause"),
        ("签发日期", "issue_date"),
    ]
    doc.flags["text"] = [
        ["兹证明", "@name", "（身份证号码：", "@id_no", "）于", "@death_date", "死亡，死亡原因：", "@cause", "。"],
        ["特此证明。"],
    ]
    return doc


def kinship(rng: Random, worker: people.Person, rel: people.Relative, day: dt.date) -> Doc:
    """Plan a proof of kinship."""
    doc = _doc(
        "KINSHIP",
        "kinship",
        "虚构市公安局南溪派出所（示例）",
        name=worker.name,
        id_no=worker.id_no,
        relative_name=rel.who.name,
        relative_id=rel.who.id_no,
        relation=rel.relation,
    )
    doc.day("issue_date", day)
    doc.flags["pairs"] = [
        ("姓名", "name"),
        ("身份证号码", "id_no"),
        ("亲属姓名", "relative_name"),
        ("亲属身份证号码", "relative_id"),
        ("亲属关系", "relation"),
        ("日期", "issue_date"),
    ]
    doc.flags["text"] = [
        [
            "兹证明",
            "@relative_name",
            "（身份证号码：",
            "@relative_id",
            "）系",
            "@name",
            "（身份证号码：",
            "@id_no",
            "）的",
            "@relation",
            "。",
        ],
        ["特此证明。"],
    ]
    return doc


def guardian(rng: Random, ward: people.Person, keeper: people.Person, day: dt.date) -> Doc:
    """Plan a proof of guardianship."""
    doc = _doc(
        "GUARDIAN",
        "guardian",
        "虚构市南溪社区居民委员会",
        name=ward.name,
        id_no=ward.id_no,
        guardian_name=keeper.name,
        guardian_id=keeper.id_no,
    )
    doc.day("issue_date", day)
    doc.flags["pairs"] = [
        ("被监护人", "name"),
        ("身份证号码", "id_no"),
        ("监护人", "guardian_name"),
        ("监护人身份证号码", "guardian_id"),
        ("日期", "issue_date"),
    ]
    doc.flags["text"] = [
        [
            "兹证明",
            "@guardian_name",
            "（身份证号码：",
            "@guardian_id",
            "）是",
            "@name",
            "（身份证号码：",
            "@id_no",
            "）的监护人。",
        ],
        ["特此证明。"],
    ]
    return doc


def mandate(rng: Random, principal: people.Person, agent: people.Person, day: dt.date) -> Doc:
    """Plan a power of attorney."""
    doc = _doc(
        "POA",
        "mandate",
        None,
        principal_name=principal.name,
        principal_id=principal.id_no,
        agent_name=agent.name,
        agent_id=agent.id_no,
    )
    doc.day("issue_date", day)
    doc.flags["pairs"] = [
        ("委托人", "principal_name"),
        ("身份证号码", "principal_id"),
        ("受托人", "agent_name"),
        ("受托人身份证号码", "agent_id"),
        ("日期", "issue_date"),
    ]
    doc.flags["text"] = [
        [
            "委托人",
            "@principal_name",
            "（身份证号码：",
            "@principal_id",
            "）委托",
            "@agent_name",
            "（身份证号码：",
            "@agent_id",
            "）代为办理工伤保险待遇申领手续，代理权限：递交材料、签署文件。",
        ]
    ]
    doc.signers = [Signer(principal.name, "principal", day=day), Signer(agent.name, "agent", day=day)]
    return doc


def decision(rng: Random, worker: people.Person, firm: firms.Firm, injury: dt.date, number: str) -> Doc:
    """Plan a decision that recognises the work injury."""
    doc = _doc(
        "INJURY_DECISION",
        "decision",
        _AUTHORITY,
        decision_no=number,
        worker_name=worker.name,
        worker_id=worker.id_no,
        employer_name=firm.name,
    )
    doc.day("injury_date", injury)
    doc.day("issue_date", injury + dt.timedelta(days=40))
    doc.flags["pairs"] = [
        ("编号", "decision_no"),
        ("职工姓名", "worker_name"),
        ("身份证号码", "worker_id"),
        ("用人单位", "employer_name"),
        ("事故时间", "injury_date"),
        ("决定日期", "issue_date"),
    ]
    doc.flags["text"] = [
        ["编号：", "@decision_no"],
        [
            "职工",
            "@worker_name",
            "（身份证号码：",
            "@worker_id",
            "），用人单位：",
            "@employer_name",
            "，于",
            "@injury_date",
            "受到的事故伤害，符合《工伤保险条例》的规定，予以认定为工伤。",
        ],
    ]
    return doc


def id_card(rng: Random, who: people.Person) -> Doc:
    """Plan both sides of an identity card."""
    doc = _doc(
        "ID_CARD",
        "idcard",
        None,
        name=who.name,
        sex=who.sex,
        id_no=who.id_no,
        address="虚构市南溪区示例路" + str(rng.randint(1, 200)) + "号",
        valid="2015.03.01-2035.03.01",
    )
    doc.day("birth", who.birth)
    return doc


def social_card(rng: Random, who: people.Person) -> Doc:
    """Plan both sides of a social security card."""
    doc = _doc(
        "SSC",
        "ssc",
        None,
        name=who.name,
        id_no=who.id_no,
        card_serial=f"F{rng.randrange(10**8):08d}",
        account=firms.card(rng),
    )
    doc.day("issue_date", dt.date(2019, 9, 1))
    return doc


def detail(rng: Random, who: people.Person, house: firms.Hospital, day: dt.date) -> Doc:
    """Plan a hospital's detail list."""
    doc = _doc(
        "MED_DETAIL",
        "detail",
        house.name,
        hospital_name=house.name,
        patient_name=who.name,
        stay_no=f"{rng.randrange(10**6, 10**7)}",
    )
    rows, total = [], 0
    for i in range(rng.randint(8, 22)):
        price, count = rng.randrange(200, 30000), rng.randint(1, 6)
        total += price * count
        rows.append(
            {
                "日期": (day + dt.timedelta(days=i // 4)).isoformat(),
                "项目编码": f"{rng.randrange(10**6):06d}",
                "项目名称": rng.choice(
                    ["注射用药", "静脉输液", "血常规", "床位费", "护理费", "换药", "Ｘ线摄影", "一次性耗材"]
                ),
                "规格": rng.choice(["次", "支", "日", "套"]),
                "单价": money.figures(price, "plain"),
                "数量": str(count),
                "金额": money.figures(price * count, "plain"),
                "医保类别": rng.choice(["甲类", "乙类", "自费"]),
            }
        )
    doc.flags["detail"] = rows
    doc.money("total_figures", total)
    return doc


def other(rng: Random) -> Doc:
    """Plan a paper that is none of the known kinds."""
    doc = _doc("OTHER", "other", "虚构市样本物业有限公司")
    doc.v["issue_date"] = Val("2024年3月1日", "2024-03-01")
    doc.flags["text"] = rng.choice(
        [
            [["各部门："], ["定于下周一上午九时在三楼会议室召开安全生产例会，请准时参加，并携带上月台账。"]],
            [["因家中有事，特请假两天，望批准。"]],
            [["全体住户：因设备检修，本周六上午八时至十二时停水，请提前做好储水准备，不便之处敬请谅解。"]],
        ]
    )
    return doc
