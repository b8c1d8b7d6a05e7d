# ruff: noqa: E501 - one paper a line
"""What kind a paper is, by titles and bodies that many hands write, and where a new paper starts in a file."""

import pytest

from ocr.extract.classify import classify, split_documents
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import column, line, page, title
from validators.model.codes import DocumentKind as K

PAPERS: tuple[tuple[K, str, tuple[str, ...]], ...] = (
    (K.ADV_VOUCHER,"工伤职工医疗费用单位垫付确认函",("甲公司：","工伤职工张三在住院期间的医疗费由单位全额垫付。","本人同意将该款项支付至单位账户。","签名：")),
    (K.ADV_VOUCHER,"证明",("兹证明我单位职工张三受伤期间的医疗费用12000元由我单位先行垫付。","本人同意基金将上述费用支付到单位账户。","职工签名：")),
    (K.ADV_VOUCHER,"用人单位先行支付工伤待遇说明",("用人单位：某公司","职工：张三","以上费用由我公司先行垫付，同意拨付至公司账户。")),
    (K.JOINT_ACCT,"关于工亡待遇发放账户的协议书",("工亡职工：李样本","经全体近亲属协商，因对账户未能达成一致，共同指定以下一个银行账户","丧葬补助金、一次性工亡补助金","户名：王虚拟","近亲属签名：")),
    (K.JOINT_ACCT,"同意书",("我们是死者李样本的全部近亲属","共同指定由王虚拟的银行账户领取丧葬补助金和一次性工亡补助金","签名：")),
    (K.JOINT_ACCT,"工亡职工供养亲属指定收款账户声明书",("死者：李样本","开户人：王虚拟")),
    (K.JOINT_EMPLOYER,"近亲属同意待遇发放至用人单位账户的声明",("工亡职工：李样本","共同同意将一次性工亡补助金发放至用人单位","单位承诺收到后一个月内将余额支付给近亲属")),
    (K.JOINT_EMPLOYER,"委托书",("我们是工亡职工李样本的近亲属，共同委托用人单位代领一次性工亡补助金。","用人单位已垫付金额：200000元","单位承诺一个月内将余额支付给近亲属","近亲属签名：")),
    (K.PASS_ON_PROOF,"待遇转付签收单",("付款单位：某公司","收款人：张三","本人已收到上述款项")),
    (K.PASS_ON_PROOF,"收据",("今收到某公司支付的工伤待遇人民币叁万元整（¥30,000.00）","收款人签名：")),
    (K.PASS_ON_PROOF,"工伤待遇发放证明",("收到基金拨付：876,680.00元","单位已垫付：200,000.00元","支付日期：2021-10-08","领取人签名：")),
    (K.MED_RECEIPT,"虚构市人民医院门诊发票",("票据代码：44060121","交款人：张三","西药费 100.00","合计（大写）：壹佰元整")),
    (K.MED_RECEIPT,"广东省医疗住院收费票据",("No 12345678","姓名：张三","医保统筹基金支付：0.00")),
    (K.MED_RECEIPT,"收款收据",("今收到：张三","交来：住院费","人民币（大写）叁万元整","收款单位（盖章）：虚构市人民医院","经手人：李四")),
    (K.MED_RECEIPT,"收据",("交款单位：虚构市示例制造有限公司","收款事由：医疗费","金额：¥30,000.00","收款单位：虚构市骨伤诊所")),
    (K.MED_RECEIPT,"收据",("人民币叁仟元整","收款单位：虚构市骨伤诊所")),
    (K.MED_RECEIPT,"收款收据",("交来住院费","人民币叁仟元整")),
    (K.MED_RECEIPT,"收款收据",("今收到张三交来手术费","收费单位（公章）：虚构镇中心卫生院","收款人：李四")),
    (K.MED_RECEIPT,"收费收据",("收款人：虚构市康复中心","项目：治疗费")),
    (K.PASS_ON_PROOF,"收条",("今收到虚构市示例制造有限公司支付的医疗费人民币叁万元整","经手人：李四","收款人：张三")),
    (K.PASS_ON_PROOF,"收款收据",("今收到虚构市示例制造有限公司支付的工伤待遇人民币叁万元整","收款人签名：张三")),
    (K.PASS_ON_PROOF,"收款收据",("本人已收到单位转付的工伤医疗费叁万元整","收款人：张三","经手人：李四")),
    (K.PASS_ON_PROOF,"收据",("已收到基金拨付医疗费叁万元","扣除单位垫付","领款人：张三","经手人：李四")),
    (K.PASS_ON_PROOF,"领款单",("收到住院费叁万元","领款人：王虚拟","经手人：李四")),
    (K.MED_DETAIL,"住院病人费用汇总清单",("姓名：张三 住院号：1234","项目名称 规格 单价 数量 金额 医保类别")),
    (K.MED_DETAIL,"虚构市人民医院 一日清单",("床号：12","药品名称 规格 数量 单价 金额")),
    (K.BANK_SLIP,"示例银行国内支付业务付款回单",("付款人户名：某公司","收款人户名：张三","金额：30000.00","用途：工伤")),
    (K.BANK_SLIP,"示例银行电子回单",("付款人：某公司","收款人：虚构市人民医院","金额：30000.00","用途：住院医疗费")),
    (K.BANK_SLIP,"",("付款人户名：虚构市示例制造有限公司","收款人户名：虚构市人民医院","交易流水号：1","用途：住院医疗费")),
    (K.BANK_SLIP,"网上银行转账凭证",("付款人：某公司","收款单位：虚构市人民医院","附言：交纳住院费","交易流水号：123")),
    (K.BANK_SLIP,"网上银行转账凭证",("付款人：某公司","收款人：张三","交易流水号：123")),
    (K.BANK_SLIP,"进账单",("出票人 全称 某公司","收款人 全称 张三","人民币（大写）叁万元整")),
    (K.ID_CARD,"中华人民共和国居民身份证",("签发机关 虚构市公安局","有效期限 2010.01.01-2030.01.01")),
    (K.ID_CARD,"",("姓名 张三","性别 男 民族 汉","出生 1990年3月7日","住址 虚构市某路1号","公民身份号码 449900199003071016")),
    (K.KINSHIP,"常住人口登记卡",("姓名 张三 户主或与户主关系 子","公民身份号码 449900199003071016")),
    (K.KINSHIP,"结婚证",("持证人 张三","登记日期 2010年1月1日","结婚证字号 J4499-2010-000001")),
    (K.KINSHIP,"出生医学证明",("新生儿姓名 李小样 性别 男","母亲姓名 王虚拟","父亲姓名 李样本")),
    (K.KINSHIP,"亲属关系证明",("兹证明李样本与王虚拟系夫妻关系","虚构村村民委员会")),
    (K.KINSHIP,"公证书",("兹证明王虚拟是李样本的配偶","中华人民共和国虚构市公证处 公证员")),
    (K.DEATH_CERT,"居民死亡医学证明（推断）书",("死者姓名 李样本","死亡日期 2021年7月3日","死亡原因 外伤")),
    (K.DEATH_CERT,"火化证明",("死者：李样本","火化日期：2021年7月8日")),
    (K.DEATH_CERT,"户口注销证明",("李样本因死亡已于2021年7月10日注销户口","派出所")),
    (K.SSC,"中华人民共和国社会保障卡",("姓名 张三","社会保障号码 449900199003071016","发卡日期 2015年1月")),
    (K.ACCT_PROOF,"个人账户开户证明",("户名：王虚拟","账号：6299990000000001010","开户行：示例银行虚构支行")),
    (K.ACCT_PROOF,"示例银行活期储蓄存折",("户名 王虚拟","账号 44990000990000001","开户行 虚构支行 支取方式 凭密码")),
    (K.ACCT_PROOF,"基本存款账户信息",("存款人名称：某公司","账号：4499000099000000123","法定代表人：张某","基本存款账户编号：J5880")),
    (K.GUARDIAN,"监护关系证明",("被监护人：李小样","监护人：王虚拟","系母子关系")),
    (K.GUARDIAN,"关于指定监护人的证明",("李小样（被监护人）的监护人为王虚拟","居民委员会")),
    (K.POA,"授权委托书",("委托人：王虚拟","受托人：张律师","委托事项：代为办理工伤待遇申领","委托期限：一年")),
    (K.POA,"委托书",("委托人赵母示因行动不便，特委托女儿代为办理","受托人：李某")),
    (K.INJURY_DECISION,"认定工伤决定书",("虚工伤认〔2021〕0001号","申请人：某公司","予以认定为工伤","如对本决定不服，可申请行政复议")),
    (K.INJURY_DECISION,"工伤认定决定书",("职工姓名：张三","用人单位：某公司","符合《工伤保险条例》第十四条第（一）项")),
    (K.DISPUTE_RECORD,"关于工亡待遇分配争议的情况说明",("李样本近亲属之间对待遇账户存在争议","特此说明")),
    (K.DISPUTE_RECORD,"人民调解记录",("申请人：王虚拟","被申请人：李父示","调解员：某某","调解不成")),
    (K.DISPUTE_RECORD,"受理案件通知书",("王虚拟：你诉李父示共有纠纷一案，本院已立案受理","虚构市人民法院")),
    (K.OTHER,"劳动合同书",("甲方：某公司","乙方：张三","合同期限：三年")),
    (K.OTHER,"",("猫猫狗狗","今天天气好")),
    (K.OTHER,"考勤表",("姓名 张三","出勤 22 天")),
)  # fmt: skip


def paper(name: str, body: tuple[str, ...], number: int = 0) -> PageLines:
    """A page with a title and a few lines."""
    return page(*([title(name)] if name else []), *column(200, 260, 60, *body), number=number)


@pytest.mark.parametrize(("kind", "name", "body"), PAPERS, ids=lambda value: value if isinstance(value, str) else "")
def test_names_the_kind(kind: K, name: str, body: tuple[str, ...]) -> None:
    """Each paper is told from the sixteen other kinds."""
    assert classify([paper(name, body)])[0] is kind


def test_a_slip_of_reading_in_the_title_does_not_change_the_kind() -> None:
    """One wrong character in 垫付确认书 leaves a voucher: the body speaks too."""
    body = ("用人单位：虚构市示例制造有限公司", "本人确认上述费用由用人单位垫付，同意发放至单位账户。")
    assert classify([paper("垫什确认书", body)])[0] is K.ADV_VOUCHER


def test_a_new_title_starts_a_new_paper() -> None:
    """A voucher and a slip scanned into one file are two papers."""
    first = paper("垫付确认书", ("工伤职工：陈示例",), 0)
    second = paper("电子回单", ("付款人：虚构市示例制造有限公司", "收款人：陈示例"), 1)
    assert split_documents([first, second]) == ((0,), (1,))


def test_a_continuation_page_belongs_to_the_paper_before() -> None:
    """A page without title, or one marked 第2页共2页, goes on with the paper."""
    first = paper("垫付确认书", ("工伤职工：陈示例",), 0)
    plain = paper("", ("本人同意将上述费用发放至单位账户。",), 1)
    marked = page(title("垫付确认书（续）"), line("第2页 共2页", 1300, 60, 20), number=1)
    assert split_documents([first, plain]) == ((0, 1),)
    assert split_documents([first, marked]) == ((0, 1),)
