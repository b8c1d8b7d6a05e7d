"""Chinese words for codes that people meet: kinds of paper, items, payees, states, fields.

Here: one word a code. Not here: sentences about findings (validators.texts).
"""

KINDS = {
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
MATCHES = {"MATCH": "与姓名相符", "CLOSE": "近似，待核对", "NO_MATCH": "不是这个姓名", "NOT_POSSIBLE": "字迹无法辨认"}
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

FIELDS = {
    "doc_title": "标题",
    "worker_name": "职工姓名",
    "worker_id": "职工身份证号码",
    "worker_phone": "联系电话",
    "employer_name": "用人单位",
    "employer_uscc": "统一社会信用代码",
    "injury_date": "受伤日期",
    "decision_no": "认定书编号",
    "total_figures": "金额（小写）",
    "total_upper": "金额（大写）",
    "advance_period": "垫付期间",
    "pay_method": "支付方式",
    "consent": "垫付确认与同意",
    "payee_name": "收款户名",
    "payee_account": "收款账号",
    "payee_bank": "开户行",
    "payee_cnaps": "联行号",
    "signatures": "签名",
    "signer_relation": "与职工关系",
    "sign_date": "签名日期",
    "sign_dates": "签名日期",
    "employer_seal": "单位公章",
    "deceased_name": "工亡职工姓名",
    "deceased_id": "工亡职工身份证号码",
    "death_date": "死亡日期",
    "completeness": "全部近亲属声明",
    "dispute": "账户争议说明",
    "items": "待遇项目",
    "holder_name": "户名",
    "account": "账号",
    "bank_name": "开户行",
    "cnaps": "联行号",
    "undertaking": "承诺",
    "advanced_total": "已垫付金额（小写）",
    "advanced_total_upper": "已垫付金额（大写）",
    "pass_on_promise": "一个月内支付的承诺",
    "received_total": "收到基金金额",
    "retained_advance": "其中单位垫付",
    "passed_total": "支付金额（小写）",
    "passed_total_upper": "支付金额（大写）",
    "pay_date": "支付日期",
    "slip_no": "回单编号",
    "receipt_code": "票据代码",
    "receipt_number": "票据号码",
    "check_code": "校验码",
    "issue_date": "开票日期",
    "patient_name": "就诊人",
    "patient_id": "就诊人证件号码",
    "paid_insurance": "医保统筹支付",
    "paid_account": "个人账户支付",
    "paid_cash": "个人现金支付",
    "hospital_name": "医疗机构",
    "payer_name": "付款人",
    "payer_account": "付款账号",
    "amount_figures": "金额（小写）",
    "amount_upper": "金额（大写）",
    "trade_date": "交易日期",
    "purpose": "用途",
    "lines": "费用明细",
    "relatives": "近亲属",
    "beneficiaries": "收款人",
    "name": "姓名",
    "relation": "关系",
    "id_no": "身份证号码",
    "phone": "电话",
    "supported": "是否供养亲属",
    "minor": "是否未成年",
    "guardian": "监护人",
    "item": "项目",
    "payee": "收款方",
    "receipt_no": "票据号",
    "date": "日期",
    "amount": "金额",
    "witness": "见证人",
    "fingerprints": "指印",
    "seals": "印章",
}

MONEY_FIELDS = frozenset(
    "total_figures total_upper advanced_total advanced_total_upper received_total retained_advance passed_total "
    "passed_total_upper paid_insurance paid_account paid_cash amount_figures amount_upper amount".split()
)


def word(table: dict[str, str], code: str) -> str:
    """Give the Chinese word of a code, or the code itself where no word is kept."""
    return table.get(code, code)


def field_word(path: str) -> str:
    """Name a field path such as `lines[2].amount` in Chinese: 费用明细第3行金额."""
    words = []
    for part in path.split("."):
        name, _, rest = part.partition("[")
        words.append(word(FIELDS, name))
        if rest[:-1].isdigit():
            words.append(f"第{int(rest[:-1]) + 1}处" if name in {"signatures", "seals", "fingerprints"} else f"第{int(rest[:-1]) + 1}行")
    return "".join(words)
