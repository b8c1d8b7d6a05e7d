"""Chinese words for codes that people meet: items, payees, states.

Here: one word a code. Not here: kinds of paper, fields, sentences about findings (validators.texts).
"""

ITEMS = {
    "MEDICAL": "工伤医疗费",
    "REHAB": "工伤康复费",
    "MEAL": "住院伙食补助费",
    "TRAVEL": "异地就医交通食宿费",
    "ASSISTIVE": "辅助器具配置费",
    "ASSESSMENT": "劳动能力鉴定费",
    "CARE": "生活护理费",
    "DISABILITY_LUMP": "一次性伤残补助金",
    "DISABILITY_PENSION": "伤残津贴",
    "MEDICAL_LUMP": "一次性工伤医疗补助金",
    "FUNERAL": "丧葬补助金",
    "DEATH_LUMP": "一次性工亡补助金",
    "SURVIVOR_PENSION": "供养亲属抚恤金",
    "WAGE_CONTINUATION": "停工留薪期工资福利",
    "RECOVERY_CARE": "停工留薪期护理",
    "DISABILITY_PENSION_56": "五至六级伤残津贴",
    "EMPLOYMENT_LUMP": "一次性伤残就业补助金",
}

PAYEES = {"PERSON": "本人", "EMPLOYER": "用人单位", "JOINT": "共同指定账户", "UNDECIDED": "待定"}
STATUSES = {"OPEN": "可以发放", "HOLD": "暂不发放", "DENY": "不予发放"}
SEVERITIES = {"B": "须补正", "F": "待人工核对", "I": "提示"}
MARKS = {"signature": "签名", "seal": "印章", "fingerprint": "指印"}
METHODS = {"TRANSFER": "转账", "CARD": "刷卡", "CASH": "现金", "OTHER": "其他方式"}
VALUES = ITEMS | METHODS  # codes that stand for what a paper says
MATCHES = {"MATCH": "与姓名相符", "CLOSE": "近似，待核对", "NO_MATCH": "不是这个姓名", "NOT_POSSIBLE": "字迹无法辨认"}
SEAL_MATCHES = MATCHES | {"MATCH": "与名称相符", "NO_MATCH": "不是这个名称", "NOT_POSSIBLE": "印文无法辨认"}
ROLES = {
    "submitter": "办理人",
    "handler": "经办",
    "second_reviewer": "复核",
    "risk_officer": "风险",
    "payout_system": "发放系统",
    "core_system": "核心系统",
    "agency_finance": "财务",
    "security_admin": "安全管理",
    "auditor": "审计",
    "admin": "管理",
}
QUALITIES = {"good": "清晰", "fair": "尚可", "poor": "不清"}

STATES = {
    "RECEIVED": "已收到",
    "QUARANTINED": "安全检查中",
    "STORED": "已保存",
    "CLASSIFIED": "已识别种类",
    "MANUAL": "由工作人员录入",
    "EXTRACTED": "已读取",
    "CHECKED": "已核对",
    "ACCEPTABLE": "符合要求",
    "IN_REVIEW": "工作人员核对中",
    "RETURNED": "请补正后重新上传",
    "REJECTED": "不予采用",
    "SUPERSEDED": "已被新材料替换",
    "WITHDRAWN": "已撤回",
    "ARCHIVED": "已归档",
}

LEG_CODES = {
    "ADVANCE_PROVEN": "垫付已核实",
    "ADVANCE_UNPROVEN": "垫付尚未证明",
    "SSC": "发到社会保障卡",
    "PASSBOOK_EXCEPTION": "发到本人存折",
    "JOINT_DESIGNATED": "发到共同指定账户",
    "JOINT_DESIGNATED_EMPLOYER": "近亲属共同指定发放到单位",
    "PERIODIC_NEVER_EMPLOYER": "定期待遇只能发给本人",
    "ITEM_NOT_ADVANCEABLE": "该项不能发给单位",
    "EMPLOYER_LIABILITY": "该项由用人单位支付",
    "JOINT_ONLY_FUNERAL_AND_DEATH_LUMP": "共同账户只能领丧葬补助金和一次性工亡补助金",
    "DISPUTED_NO_JOINT_DESIGNATION": "有争议，尚无共同指定",
    "ALLOCATION_UNKNOWN": "分配方案未定",
    "CARD_NOT_ACTIVE": "社保卡未激活",
    "CARD_NONE": "尚无社保卡",
    "CARD_UNKNOWN": "社保卡情况未知",
    "NO_VOUCHER": "缺少垫付凭证",
    "NO_JOINT_LETTER": "缺少共同指定账户确认书",
    "NO_EMPLOYER_LETTER": "缺少共同指定发放到单位确认书",
    "NO_DISPUTE_RECORDED": "未记录争议",
    "NO_DECISION": "等待两名工作人员审定",
    "FROZEN": "已冻结",
    "OBJECTION": "有异议",
    "REFUSED": "不予发放",
    "UNKNOWN_CLAIM": "查无此案",
    "NO_RULE_VERSION": "没有适用的规则版本",
}

MONEY_FIELDS = frozenset(
    [
        "total_figures",
        "total_upper",
        "advanced_total",
        "advanced_total_upper",
        "received_total",
        "retained_advance",
        "passed_total",
        "passed_total_upper",
        "paid_insurance",
        "paid_account",
        "paid_cash",
        "amount_figures",
        "amount_upper",
        "amount",
    ]
)


def match_word(mark: str, match: str) -> str:
    """Say how well what stands there fits who should have put it: a hand a name, a seal a body."""
    return word(SEAL_MATCHES if mark == "seal" else MATCHES, match)


def word(table: dict[str, str], code: str) -> str:
    """Give the Chinese word of a code, or the code itself where no word is kept."""
    return table.get(code, code)
