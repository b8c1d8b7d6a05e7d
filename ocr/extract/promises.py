# ruff: noqa: E501 - word lists and patterns are read whole
"""Words that promise a mark: labels of signature places, of seals and fingerprints, and whose they are.

Here: patterns and roles. Not here: where on the page the mark goes (places).
"""

import re

from validators.model.codes import DocumentKind, MarkRole

# 茶, 鉴, 答 …: what the engine makes of 签 under a thumbprint.
SIGN = r"(?:亲笔|手写|亲自)?(?:[签茶鉴答苓荟][名字章](?=$|[:(处栏或/、及])|签名|签字|签章|签署|签收|署名|签押)(?:或签章|(?:或|/|、)(?:加?盖)?(?:私|个人)?(?:印章|盖章|章))?(?:确认)?"
NOTE = r"(?:[(\[](?!公章)[^()\[\]]{0,16}[)\]])"
_FINGER_WORD = r"(?:指模|指印|指纹|手印|手模|捺印|按印)"
_AND_FINGER = rf"(?:[及并和与或/、+]?(?:按|捺|盖|打)?{_FINGER_WORD})"
_SOME = r"(?:全体|全部|所有|各位|各|共同)?(?:死者|亡者|逝者|工亡职工|死亡职工|已故职工)?(?:的)?"
_PERSON = (
    r"(?:工伤职工|受伤职工|伤残职工|工伤员工|受伤员工|工伤人员|受伤人员|受伤人|受害人|职工|员工|雇员|劳动者|伤者|伤员|被保险人|参保人员|参保人|本人|当事人|确认人|声明人|承诺人|说明人|证实人|证明人|申请人|申领人|委托人|授权人"
    r"|收款人|领款人|领取人|签收人|受益人|经手人|具条人|立据人|立条人|收条人|待遇领取人|待遇享受人|享受待遇人员"
    r"|近亲属|供养亲属|直系亲属|遗属|亲属|家属|配偶|父亲|母亲|父母|子女|法定监护人|监护人|法定代理人|代理人|受托人|被委托人|见证人员|见证人|在场人|单位经办人|经办人|单位负责人|法定代表人|负责人|患者)"
)
WHO = rf"(?:{_SOME}{_PERSON}(?:本人|代表|们)?)"
SIGN_LABEL = re.compile(
    rf"(?P<who>{WHO}(?:\((?:{WHO}|代|或其?{WHO})\)|(?:或|/)其?{WHO})?)?(?:[(\[](?P<inner>[^()\[\]]{{0,14}}(?:签名|签字|签章|盖章|指模|手印|捺印)[^()\[\]]{{0,10}})[)\]]|(?:确认)?{SIGN}(?:处|栏)?{NOTE}*|及?{SIGN}){_AND_FINGER}?(?P<colon>:)?"
)
WHO_ALONE = re.compile(
    rf"^(?P<who>确认人|签名人|签字人|签署人|声明人|说明人|证实人|承诺人|收款人|领款人|立据人|具条人|见证人|证明人|签收人|委托人|声明人|收条人|工伤职工|近亲属|监护人|经手人){NOTE}?:$"
)
SEAL_LABEL = re.compile(
    r"(?:(?:用人|用工|工作|付款|支付|申请|申报|垫付|承诺|参保|收款|开票|出具)?单位(?:名称)?|公司|企业)?"
    r"(?:\((?:此处|请|需)?(?:加盖|盖)?(?:单位|公司|企业)?(?:签[字名])?(?:公章|盖章|印章|签章|章|盖公章|加盖公章|盖单位章|单位盖章|印鉴)(?:处|栏)?\)|(?:单位|公司|企业|加盖)(?:公章|盖章|印章|签章|印鉴)|盖章|公章)(?:处|栏)?:?"
)
# What the seal itself leaves of its label: 单位（公, 用人, 章）：
CUT_SEAL_LABEL = re.compile(
    r"^(?:\(?(?:用人|用工|付款|承诺|申请|垫付)?(?:单位?|公司)(?:名称)?(?:\(?(?:加盖?|公章?|盖章?|签章?)?)?|\(?(?:用人|付款)|(?:单?位)?\(?(?:公|盖)?章?\):?)$"
)
# A stamp behind these words is a person's: 本人盖章, 签名或盖章.
PERSON_BEFORE = re.compile(
    r"(?:本人|职工|人|亲属)(?:签名)?$|签[名字章署](?:或者?|及|并|和|、|/)?(?:加?盖)?(?:私|个人)?$"
)
WITNESS_SEAL = re.compile(r"(?:村|居)(?:\(居\))?(?:民)?委(?:员)?会|社区|街道|公证处|派出所")
FINGER = re.compile(r"(?:按|捺|盖|打)?(?:右手食指|食指|拇指)?(?:指模|手印|指印|指纹|捺印|手模)")
STATEMENT_AFTER = re.compile(r"^(?:确认|无误|属实|的|后|并|即|或|和|及|材料|佐证|有效|生效|真实|为准|才|方)")
ROLES: tuple[tuple[str, MarkRole], ...] = (
    ("监护人", MarkRole.GUARDIAN), ("法定代理人", MarkRole.GUARDIAN), ("见证", MarkRole.WITNESS), ("证明人", MarkRole.WITNESS), ("在场人", MarkRole.WITNESS),
    ("收款人", MarkRole.BENEFICIARY), ("领款人", MarkRole.BENEFICIARY), ("领取人", MarkRole.BENEFICIARY), ("签收人", MarkRole.BENEFICIARY), ("受益人", MarkRole.BENEFICIARY), ("具条", MarkRole.BENEFICIARY), ("立据", MarkRole.BENEFICIARY),
    ("近亲属", MarkRole.RELATIVE), ("供养亲属", MarkRole.RELATIVE), ("亲属", MarkRole.RELATIVE), ("家属", MarkRole.RELATIVE), ("配偶", MarkRole.RELATIVE), ("父", MarkRole.RELATIVE), ("母", MarkRole.RELATIVE), ("子女", MarkRole.RELATIVE),
    ("遗属", MarkRole.RELATIVE), ("职工", MarkRole.WORKER), ("伤者", MarkRole.WORKER), ("员工", MarkRole.WORKER), ("受伤", MarkRole.WORKER), ("工伤人员", MarkRole.WORKER),
    ("负责人", MarkRole.EMPLOYER), ("法定代表人", MarkRole.EMPLOYER), ("单位经办", MarkRole.EMPLOYER),
)  # fmt: skip
OFFICE = re.compile(
    r"经办|负责人|法定代表人|法人|审核|复核|审批|核准|填表|制表|填报|(?<!法定)代理人|受托人|被委托人|领导|主管|财务|会计|出纳|部门|人事|医生|医师|收费员|工作人员|社保|机构|单位$|公司$|企业$"
)
DEFAULT_ROLE = {
    DocumentKind.ADV_VOUCHER: MarkRole.WORKER,
    DocumentKind.JOINT_ACCT: MarkRole.RELATIVE,
    DocumentKind.JOINT_EMPLOYER: MarkRole.RELATIVE,
    DocumentKind.PASS_ON_PROOF: MarkRole.BENEFICIARY,
}
