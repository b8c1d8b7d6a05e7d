"""Chinese words for fields, kinds and signers, as messages name them.

Here: one word a field. Not here: sentences (submitter, reviewer).
"""

import re

from validators.model.codes import DocumentKind

KINDS: dict[str, str] = {
    "ADV_VOUCHER": "垫付费用凭证",
    "JOINT_ACCT": "共同指定账户确认书",
    "JOINT_EMPLOYER": "共同指定发放到单位确认书",
    "PASS_ON_PROOF": "支付后佐证材料",
    "MED_RECEIPT": "医疗收费票据",
    "MED_DETAIL": "费用明细清单",
    "BANK_SLIP": "银行回单",
    "ID_CARD": "居民身份证",
    "KINSHIP": "亲属关系证明",
    "DEATH_CERT": "死亡证明",
    "SSC": "社会保障卡",
    "ACCT_PROOF": "账户证明",
    "GUARDIAN": "监护关系证明",
    "POA": "授权委托书",
    "INJURY_DECISION": "认定工伤决定书",
    "DISPUTE_RECORD": "争议情况说明",
    "OTHER": "其他材料",
}

_FIELDS: dict[str, str] = {
    "doc_title": "标题",
    "worker_name": "职工姓名",
    "worker_id": "职工身份证号码",
    "worker_phone": "职工联系电话",
    "worker_sex": "性别",
    "employer_name": "用人单位名称",
    "employer_uscc": "统一社会信用代码",
    "injury_date": "受伤日期",
    "decision_no": "认定书编号",
    "lines": "费用明细",
    "total_figures": "小写金额",
    "total_upper": "大写金额",
    "advance_period": "垫付期间",
    "pay_method": "支付方式",
    "consent": "由单位垫付、同意发放至单位",
    "payee_name": "收款户名",
    "payee_account": "收款账号",
    "payee_bank": "开户行",
    "payee_cnaps": "联行号",
    "signer_relation": "签名人与职工的关系",
    "sign_dates": "签名日期",
    "sign_date": "签名日期",
    "deceased_name": "工亡职工姓名",
    "deceased_id": "工亡职工身份证号码",
    "death_date": "死亡日期",
    "relatives": "近亲属名单",
    "completeness": "以上为全部近亲属",
    "dispute": "对发放账户有争议、未能达成一致",
    "items": "待遇项目",
    "holder_name": "户名",
    "account": "账号",
    "bank_name": "开户行",
    "cnaps": "联行号",
    "undertaking": "自行协商分配",
    "witness": "见证人",
    "advanced_total": "已垫付金额（小写）",
    "advanced_total_upper": "已垫付金额（大写）",
    "pass_on_promise": "单位一个月内支付余额的承诺",
    "beneficiaries": "收款人名单",
    "received_total": "收到基金拨付金额",
    "retained_advance": "单位垫付金额",
    "passed_total": "支付金额（小写）",
    "passed_total_upper": "支付金额（大写）",
    "pay_date": "支付日期",
    "slip_no": "回单编号",
    "receipt_code": "票据代码",
    "receipt_number": "票据号码",
    "check_code": "校验码",
    "issue_date": "开票日期",
    "patient_name": "就诊人姓名",
    "patient_id": "就诊人证件号码",
    "paid_insurance": "医保统筹支付",
    "paid_account": "个人账户支付",
    "paid_cash": "个人现金支付",
    "hospital_name": "医疗机构名称",
    "payer_name": "付款户名",
    "payer_account": "付款账号",
    "amount_figures": "小写金额",
    "amount_upper": "大写金额",
    "trade_date": "交易日期",
    "purpose": "用途",
    "name": "姓名",
    "relation": "与职工的关系",
    "id_no": "身份证号码",
    "phone": "联系电话",
    "supported": "是否供养亲属",
    "minor": "是否未成年",
    "guardian": "监护人",
    "item": "项目",
    "payee": "收款方",
    "receipt_no": "票据号码",
    "date": "日期",
    "amount": "金额",
    "sex": "性别",
    "valid_to": "有效期限",
    "cash_statement": "现金由单位支付",
    "persons": "人员",
    "parties": "当事人",
    "principal": "委托人",
    "agent": "受委托人",
    "principal_name": "委托人姓名",
    "agent_name": "受委托人姓名",
    "card_serial": "卡号",
    "seal_date": "盖章日期",
    "receipt_statement": "已收到款项",
    "ward_name": "被监护人",
    "guardian_name": "监护人",
    "birth_date": "出生日期",
    "credit_date": "到账日期",
    "signatures": "签名",
    "seals": "公章",
    "fingerprints": "指模",
}

FIELD_NAMES = frozenset(_FIELDS)
"""Names of all fields of readings."""

_BY_KIND: dict[tuple[str, str], str] = {
    ("PASS_ON_PROOF", "employer_name"): "付款单位名称",
    ("PASS_ON_PROOF", "payee_account"): "收款人账号",
    ("JOINT_ACCT", "employer_name"): "生前所在单位",
    ("MED_RECEIPT", "total_figures"): "票据合计（小写）",
    ("MED_RECEIPT", "total_upper"): "票据合计（大写）",
}

WHO = {
    "worker": "职工本人",
    "relative": "亲属本人",
    "beneficiary": "收款人本人",
    "guardian": "监护人",
    "": "本人",
}

_PATH = re.compile(r"(?P<table>[a-z_]+)(?:\[(?P<row>\d+)\])?(?:\.(?P<column>[a-z_]+))?")
_SINGLE = ("signatures", "seals", "fingerprints", "sign_dates", "items")


def display_kind(kind: DocumentKind | str | None) -> str:
    """Name a kind of paper as people say it."""
    return KINDS.get(str(kind or ""), "材料")


def display_field(kind: DocumentKind | str | None, path: str | None) -> str:
    """Name a field as it stands on paper, e.g. "lines[1].amount" as 费用明细第2行的金额."""
    match = _PATH.fullmatch(path or "")
    if match is None:
        return "这份材料"
    table, row, column = match["table"], match["row"], match["column"]
    word = _word(kind, table)
    if row is None:
        return word
    if column is None:
        return word if table in _SINGLE and row == "0" else f"{word}（第{int(row) + 1}处）"
    return f"{word}第{int(row) + 1}行的{_word(kind, column)}"


def _word(kind: DocumentKind | str | None, name: str) -> str:
    return _BY_KIND.get((str(kind or ""), name)) or _FIELDS.get(name, "这一栏")
