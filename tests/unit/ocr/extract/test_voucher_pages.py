# ruff: noqa: E501 - pages are set line by line as they stand
"""Vouchers in layouts that our own factory does not draw: what stands on them must come out."""

import pytest

from ocr.extract.classify import classify
from ocr.extract.extract import extract
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import column, line, page, title
from validators.model.codes import DocumentKind, MarkRole, MarkType

FIRM = "虚构市示例制造有限公司"
BANK = "示例银行虚构支行"
ACCOUNT = "4499000099000000123"
WORKER_ID = "449900199003071016"


def values(*pages: PageLines, kind: DocumentKind = DocumentKind.ADV_VOUCHER) -> dict[str, object]:
    """Field values of a paper."""
    return {name: leaf.value for name, leaf in extract(kind, pages).fields.items()}


def handwritten_letter() -> PageLines:
    """A letter without any form: everything in running text, wrapped at odd places."""
    return page(
        title("关于垫付医疗费用的情况说明"),
        *column(
            200,
            240,
            60,
            "虚构市社会保险基金管理局：",
            "　　本人李小样，身份证号449900199003071016，系虚构市示例制造有限",
            "公司员工。2021年6月28日上班途中发生事故受伤，在虚构市人民医院治疗，",
            "期间医疗费共计10,000.00元（大写：人民币壹万元整）均由公司代为垫",
            "付。现本人同意将上述费用由工伤保险基金直接拨付到公司账户，开户名：",
            "虚构市示例制造有限公司，开户行：示例银行虚构支行，账号：44990000990",
            "00000123。",
            "　　特此说明。",
        ),
        line("说明人（签字、按手印）：", 900, 800),
        line("2021年7月25日", 1050, 900),
    )


def test_reads_a_letter_in_running_text() -> None:
    """Names, numbers, amounts and the account are found inside sentences, across wrapped lines."""
    got = values(handwritten_letter())
    assert got["worker_name"] == "李小样"
    assert got["worker_id"] == WORKER_ID
    assert got["employer_name"] == FIRM
    assert got["injury_date"] == "2021-06-28"
    assert got["total_figures"] == 1_000_000
    assert got["total_upper"] == 1_000_000
    assert got["payee_name"] == FIRM
    assert got["payee_account"] == ACCOUNT
    assert got["payee_bank"] == BANK
    assert got["consent"] is True
    assert got["sign_date"] == "2021-07-25"


def test_the_letter_is_a_voucher() -> None:
    """A title that says 垫付 in other words is enough."""
    assert classify([handwritten_letter()])[0] is DocumentKind.ADV_VOUCHER


def four_column_form() -> PageLines:
    """A ruled form of four columns: label cells left of values, no colons, spaced labels, wrapped cells."""
    return page(
        title("工伤保险费用垫付凭证"),
        line("姓　　名", 190, 240), line("陈示例", 420, 240), line("性　别", 800, 240), line("男", 1050, 240),
        line("公民身份号码", 180, 310), line(WORKER_ID, 420, 310), line("手机号", 800, 310), line("13800138000", 1050, 310),
        line("单位全称", 190, 380), line(FIRM, 420, 380), line("单位社保号", 790, 380), line("440100123456", 1050, 380),
        line("事故时间", 190, 450), line("2021.6.28", 420, 450), line("认定书文号", 790, 450), line("虚工伤认〔2021〕0001号", 1010, 450),
        line("费用类别", 190, 540), line("收费单位", 420, 540), line("发票号", 700, 540), line("发生日期", 1000, 540), line("票面金额", 1290, 540),
        line("住院医疗费", 180, 610), line("虚构市人民医院", 400, 610), line("0000000001", 690, 610), line("2021/7/2", 1000, 610), line("8600.00", 1310, 610),
        line("住院伙食补助费", 160, 680), line("虚构市人民医院", 400, 680), line("0000000002", 690, 680), line("2021/7/20", 1000, 680), line("1400.00", 1310, 680),
        line("合　　计", 190, 750), line("¥10000.00", 1290, 750),
        line("人民币大写", 190, 820), line("壹万元整", 420, 820),
        line("收款账户", 190, 900), line("户名", 420, 880), line(FIRM, 560, 880),
        line("账号", 420, 940), line("4499 0000 9900 0000 123", 560, 940),
        line("开户银行", 420, 1000), line("示例银行股份有限公司虚构", 560, 985), line("市支行营业部", 560, 1018),
        line("本人确认上述费用全部由单位垫付，同意由基金支付给单位。", 190, 1090),
        line("职工签名：", 190, 1200), line("日期：2021年7月25日", 190, 1280),
        line("单位盖章：", 950, 1200), line("2021年7月26日", 950, 1280),
    )  # fmt: skip


def test_reads_a_form_without_colons() -> None:
    """Label cells stand left of values; a bank's name of two lines in its cell is one value."""
    got = values(four_column_form())
    assert got["worker_name"] == "陈示例"
    assert got["worker_id"] == WORKER_ID
    assert got["worker_phone"] == "13800138000"
    assert got["employer_name"] == FIRM
    assert got["employer_uscc"] == "440100123456"
    assert got["injury_date"] == "2021-06-28"
    assert got["decision_no"] == "虚工伤认〔2021〕0001号"
    assert got["total_figures"] == 1_000_000
    assert got["total_upper"] == 1_000_000
    assert got["payee_name"] == FIRM
    assert got["payee_account"] == ACCOUNT
    assert got["payee_bank"] == "示例银行股份有限公司虚构市支行营业部"
    assert got["sign_date"] == "2021-07-25"
    assert got["seal_date"] == "2021-07-26"


def test_reads_the_form_s_lines() -> None:
    """Every row of the cost table comes out with item, payee, number, date and amount; the total is no row."""
    rows = extract(DocumentKind.ADV_VOUCHER, [four_column_form()]).rows["lines"]
    assert [{name: leaf.value for name, leaf in row.items()} for row in rows] == [
        {
            "item": "MEDICAL",
            "payee": "虚构市人民医院",
            "receipt_no": "0000000001",
            "date": "2021-07-02",
            "amount": 860_000,
        },
        {
            "item": "MEAL",
            "payee": "虚构市人民医院",
            "receipt_no": "0000000002",
            "date": "2021-07-20",
            "amount": 140_000,
        },
    ]


def numbered_list() -> PageLines:
    """A list: each cost a numbered sentence; labels joined on one line without blanks."""
    return page(
        title("医药费垫付证明"),
        *column(
            200,
            240,
            56,
            f"用人单位：{FIRM}统一社会信用代码：91449900MA000FK13J",
            f"伤者：陈示例身份证号：{WORKER_ID}联系电话：13800138000",
            "工伤发生日期：二〇二一年六月二十八日",
            "垫付明细：",
            "1.工伤医疗费，虚构市人民医院（示例），票据号44060121-0000000001，2021-07-02，8,600.00元；",
            "2.工伤康复费，虚构市康复中心，票据号44060121-0000000002，2021-07-20，1,400.00元。",
            "以上共计人民币壹万元整（¥10,000.00）。",
            "上述款项确由用人单位先行垫付，本人同意将该款发放至用人单位账户：",
            f"户名{FIRM}",
            f"帐号{ACCOUNT}",
            f"开户行{BANK}，行号999588100016",
        ),
        line("确认人签名（按指模）：", 200, 1000), line("签名日期：2021年7月25日", 900, 1000),
        line("单位（公章）", 900, 1120),
    )  # fmt: skip


def test_reads_a_list_with_joined_labels() -> None:
    """Several labels on one line without blanks are told apart; a label may lack its colon."""
    got = values(numbered_list())
    assert got["employer_name"] == FIRM
    assert got["employer_uscc"] == "91449900MA000FK13J"
    assert got["worker_name"] == "陈示例"
    assert got["worker_id"] == WORKER_ID
    assert got["worker_phone"] == "13800138000"
    assert got["injury_date"] == "2021-06-28"
    assert got["total_figures"] == got["total_upper"] == 1_000_000
    assert got["payee_name"] == FIRM
    assert got["payee_account"] == ACCOUNT
    assert got["payee_bank"] == BANK
    assert got["payee_cnaps"] == "999588100016"
    rows = extract(DocumentKind.ADV_VOUCHER, [numbered_list()]).rows["lines"]
    assert [(row["item"].value, row["amount"].value) for row in rows] == [("MEDICAL", 860_000), ("REHAB", 140_000)]
    assert rows[0]["payee"].value == "虚构市人民医院（示例）"
    assert rows[1]["receipt_no"].value == "44060121-0000000002"


def test_promises_signature_fingerprint_and_seal() -> None:
    """The list promises the worker's signature with a fingerprint, and the employer's seal."""
    slots = extract(DocumentKind.ADV_VOUCHER, [numbered_list()]).slots
    found = {(slot.type, slot.role) for slot in slots}
    assert (MarkType.SIGNATURE, MarkRole.WORKER) in found
    assert any(kind is MarkType.FINGERPRINT for kind, _ in found)
    assert (MarkType.SEAL, MarkRole.EMPLOYER) in found


def labels_above() -> PageLines:
    """Small labels stand above their values in a grid."""
    return page(
        title("垫付费用确认书"),
        line("受伤职工姓名", 180, 240, 22), line("证件号码", 560, 240, 22), line("受伤日期", 1080, 240, 22),
        line("欧阳示例", 180, 275), line(WORKER_ID, 560, 275), line("2021-06-28", 1080, 275),
        line("参保单位名称", 180, 350, 22), line("社会信用代码", 900, 350, 22),
        line(FIRM, 180, 385), line("91449900MA000FK13J", 900, 385),
        line("垫付总金额（小写）", 180, 460, 22), line("垫付总金额（大写）", 620, 460, 22), line("支付方式", 1200, 460, 22),
        line("￥12,345.60元", 180, 495), line("人民币壹万贰仟叁佰肆拾伍元陆角整", 620, 495), line("银行转账", 1200, 495),
        line("开户名称", 180, 570, 22), line("银行账号", 700, 570, 22), line("开户网点", 1150, 570, 22),
        line(FIRM, 180, 605), line(ACCOUNT, 700, 605), line(BANK, 1150, 605),
        line("经核对，以上费用系我单位垫付无误，职工本人同意将应付待遇支付至单位账户。", 180, 700),
        line("职工本人签字", 180, 800), line("时间", 900, 800),
    )  # fmt: skip


def test_reads_values_below_their_labels() -> None:
    """A grid with labels above values is read column by column."""
    got = values(labels_above())
    assert got["worker_name"] == "欧阳示例"
    assert got["worker_id"] == WORKER_ID
    assert got["injury_date"] == "2021-06-28"
    assert got["employer_name"] == FIRM
    assert got["employer_uscc"] == "91449900MA000FK13J"
    assert got["total_figures"] == 1_234_560
    assert got["total_upper"] == 1_234_560
    assert got["pay_method"] == "TRANSFER"
    assert got["payee_name"] == FIRM
    assert got["payee_account"] == ACCOUNT
    assert got["payee_bank"] == BANK


def test_keeps_an_odd_amount_doubtful() -> None:
    """A thousands sign read as a point is parsed by its structure, flagged, and less confident."""
    paper = page(
        title("垫付确认书"), line("垫付金额合计：¥10.000.00", 200, 300), line("大写：人民币壹万元整", 200, 360)
    )
    leaf = extract(DocumentKind.ADV_VOUCHER, [paper]).fields["total_figures"]
    assert leaf.value == 1_000_000
    assert "ODD_SEPARATOR" in leaf.flags
    assert leaf.confidence < 0.92


def test_reads_labels_with_a_wrong_character() -> None:
    """One misread character in a longer label does not hide its value."""
    paper = page(
        title("垫付确认书"),
        line("工伤耿工姓名：陈示例", 200, 300),
        line(f"身份讧号码：{WORKER_ID}", 200, 360),
        line(f"开户银彳：{BANK}", 200, 420),
    )
    got = values(paper)
    assert got["worker_name"] == "陈示例"
    assert got["worker_id"] == WORKER_ID
    assert got["payee_bank"] == BANK


def test_sees_a_refusal() -> None:
    """A letter that says the worker does not agree carries no consent."""
    paper = page(
        title("垫付确认书"),
        line("上述费用由用人单位垫付，本人不同意将待遇发放至单位账户。", 200, 300),
    )
    assert "consent" not in values(paper)


def test_marks_waiver_wording_with_its_place() -> None:
    """Giving up further claims is remarked; the sentence that gives up nothing is not."""
    paper = page(
        title("垫付确认书"),
        line("本人收到后一次性了结，自愿放弃其他工伤待遇，不再追究单位任何责任。", 200, 300),
    )
    remarks = extract(DocumentKind.ADV_VOUCHER, [paper]).remarks
    assert [remark.code for remark in remarks if remark.code == "WAIVER"]
    assert remarks[0].box is not None
    calm = page(title("垫付确认书"), line("本确认不影响本人依法享受的其他工伤保险待遇，不代表放弃任何权利。", 200, 300))
    assert not [r for r in extract(DocumentKind.ADV_VOUCHER, [calm]).remarks if r.code == "WAIVER"]


def test_an_empty_form_is_remarked() -> None:
    """Labels without values are a blank form."""
    paper = page(
        title("垫付确认书"),
        *column(200, 240, 60, "工伤职工：", "身份证号码：", "用人单位：", "受伤时间：", "户名：", "账号：", "开户行："),
    )
    assert "BLANK_FORM" in {remark.code for remark in extract(DocumentKind.ADV_VOUCHER, [paper]).remarks}


def test_a_promised_page_that_is_absent_is_remarked() -> None:
    """第1页 共2页 with one page sent: page 2 is missing."""
    paper = page(title("垫付确认书"), line("第1页 共2页", 1300, 60, 20), line("工伤职工：陈示例", 200, 300))
    missing = [r for r in extract(DocumentKind.ADV_VOUCHER, [paper]).remarks if r.code == "PAGE_MISSING"]
    assert [remark.detail for remark in missing] == ["2"]


def test_an_id_number_of_another_person_is_not_the_worker_s() -> None:
    """The number behind the guardian's name is not taken for the worker's."""
    paper = page(
        title("垫付确认书"),
        line("监护人：王虚拟　　身份证号码：449900199211201049", 200, 300),
        line(f"工伤职工：陈示例　　身份证号码：{WORKER_ID}", 200, 360),
    )
    assert values(paper)["worker_id"] == WORKER_ID


def test_offers_other_readings_inside_the_grammar() -> None:
    """A doubtful digit of an ID number leaves an alternative that passes the check digit."""
    from dataclasses import replace

    from ocr.lines import Glyph

    wrong = line("身份证号码：449900199003071015", 200, 360)
    glyphs = (*wrong.glyphs[:-1], Glyph("5", 0.6, wrong.glyphs[-1].at, (("6", 0.35),)))
    paper = page(title("垫付确认书"), replace(wrong, glyphs=glyphs))
    leaf = extract(DocumentKind.ADV_VOUCHER, [paper]).fields["worker_id"]
    assert leaf.value == "449900199003071015"
    assert [one.value for one in leaf.alternatives] == [WORKER_ID]


def wrapped_account(upper: str, lower: str) -> PageLines:
    """A form whose account cell holds two lines, its head half-way between them."""
    return page(
        title("工伤费用垫付确认书"),
        line("工伤职工姓名", 198, 260), line("李小样", 400, 260),
        line("收款账户", 198, 896),
        line(upper, 364, 878), line(lower, 364, 916),
        line("工伤职工（签名）：", 198, 1100), line("日期：2021年8月7日", 1000, 1100),
    )  # fmt: skip


def test_a_bank_s_name_goes_on_below_the_head_of_its_cell() -> None:
    """A bank that begins on the next line, or is cut anywhere in its name, is read whole; the branch code is its own."""
    start = f"开户名称：{FIRM}账号：44990055098981058720　开户"
    whole = values(wrapped_account(start + "行", "示例银行虚构市城东支行"))
    assert whole["payee_bank"] == "示例银行虚构市城东支行"
    cut = values(wrapped_account(start + "行：示例银行虚", "构开发区支行　联行号：999588134595"))
    assert (cut["payee_bank"], cut["payee_cnaps"]) == ("示例银行虚构开发区支行", "999588134595")
    last = values(wrapped_account(start + "行：示例银行虚构支", "行　联行号：999588178508"))
    assert (last["payee_bank"], last["payee_cnaps"]) == ("示例银行虚构支行", "999588178508")


def test_the_total_in_words_is_no_cost_line() -> None:
    """A voucher of labels alone, 费用项目：…小写：…垫付金额（大写）：…, lists no costs."""
    paper = page(
        title("工伤费用垫付确认书"),
        *column(
            130,
            220,
            40,
            "职工姓名：叶堃强　性别：男　社会保障号码：449900197109144552　事故发生时间：2022/03/19",
            "费用项目：辅助器具配置费　　小写：¥1,651.00　　垫付金额（大写）：人民币壹仟陆佰伍拾壹元整",
            "经本人核对，上列费用均已由单位先行垫付，现同意将基金支付的相应款项发放至单位账户。",
        ),
    )
    read = extract(DocumentKind.ADV_VOUCHER, [paper])
    assert read.rows.get("lines", ()) == ()
    assert (read.fields["total_figures"].value, read.fields["total_upper"].value) == (165_100, 165_100)


@pytest.mark.parametrize("label", ["1、用人单位名称：", "1、事故经过：搬运时扭伤。"])
def test_the_account_holder_is_not_the_employer_that_a_paper_leaves_out(label: str) -> None:
    """Whether the label's room is empty or the label is missing: 收款单位 and 户名 name who is paid."""
    paper = page(
        title("工伤费用垫付确认书"),
        *column(150, 250, 55, label, "2、职工姓名：石莲", "3、垫付金额（小写）：¥18,200.00"),
        *column(150, 430, 55, "4、收款单位：虚构市西埔样本电子科技有限公司", "5、银行账号：4499 0072 9031 5323 0245"),
    )
    fields = extract(DocumentKind.ADV_VOUCHER, [paper]).fields
    assert "employer_name" not in fields or fields["employer_name"].value is None
    assert fields["payee_name"].value == "虚构市西埔样本电子科技有限公司"


@pytest.mark.parametrize("code", ["999588185943", "999588185944"])
def test_a_branch_code_below_its_label_is_read_even_when_it_cannot_be_one(code: str) -> None:
    """The line ends behind 行号： and the code stands alone on the next one; a wrong check digit must be seen."""
    paper = page(
        title("工伤费用垫付确认书"),
        line("户名：虚构市西埔样本电子科技有限公司　账号：4499 8729 0124 54125　行号：", 150, 300),
        line(code, 150, 345),
        line("垫付金额（小写）：¥18,200.00", 150, 420),
    )
    fields = extract(DocumentKind.ADV_VOUCHER, [paper]).fields
    assert (fields["payee_cnaps"].value, fields["payee_account"].value) == (code, "44998729012454125")


@pytest.mark.parametrize("place", ["用人单位（公章）：", "用人单位（盖章）", "单位（加盖公章）："])
def test_what_stands_at_the_stamps_place_is_no_employer(place: str) -> None:
    """A stamp's ring read as 超經團 below its place names nobody; a firm typed there does."""
    paper = page(title("工伤费用垫付确认书"), line(place, 850, 900), line("超經團", 925, 940))
    fields = extract(DocumentKind.ADV_VOUCHER, [paper]).fields
    assert "employer_name" not in fields or fields["employer_name"].value is None
    typed = page(title("工伤费用垫付确认书"), line(f"{place.rstrip('：')}：虚构市金沙联例五金制品有限公司", 650, 900))
    fields = extract(DocumentKind.ADV_VOUCHER, [typed]).fields
    assert fields["employer_name"].value == "虚构市金沙联例五金制品有限公司"


def test_a_misread_date_at_its_label_is_not_replaced_by_one_from_the_lines() -> None:
    """事故发生时间：2022年4022日 is left to a look at its ink; the day of a line above 工伤医疗费 is no day of injury."""
    paper = page(
        title("用人单位垫付费用凭证"),
        line("工伤职工姓名：陈示例", 140, 384),
        line("事故发生时间：2022年4022日", 140, 490),
        *(line(text, x, 697) for text, x in (("工伤医疗费", 255), ("2022-04-25", 1135), ("13,934.00", 1389))),
        *(line(text, x, 786) for text, x in (("工伤医疗费", 255), ("2022-05-13", 1135), ("5,761.92", 1389))),
        line("垫付金额（小写）：19,695.92元", 140, 965),
    )
    found = extract(DocumentKind.ADV_VOUCHER, [paper]).fields["injury_date"]
    assert (found.value, "MISREAD" in found.flags) == (None, True)


def test_rows_of_a_table_whose_heads_nobody_read() -> None:
    """An item's name and an amount right of it make a row; a cell of two lines may stand askew, a day may be none."""
    sheet = page(
        title("工伤保险待遇垫付确认书"),
        line("叁登", 130, 300), line("そES称", 250, 300), line("收资单玖", 480, 300),
        line("丧葬补助金", 250, 360), line("王虚拟", 480, 360), line("2023-03-17", 800, 362), line("16,552.36", 1100, 362),
        line("一次性工亡补", 250, 420), line("助金", 280, 452), line("王虚拟", 480, 438), line("2003 62-26", 800, 438), line("181,300.00", 1100, 438),
    )  # fmt: skip
    [one, two] = extract(DocumentKind.ADV_VOUCHER, [sheet]).rows["lines"]
    assert [one["item"].value, one["date"].value, one["amount"].value] == ["FUNERAL", "2023-03-17", 1655236]
    assert [two["item"].value, two["date"].value, two["amount"].value] == ["DEATH_LUMP", None, 18130000]


def test_who_was_paid_for_a_cost_is_not_the_holder() -> None:
    """A holder at 户名 without its colon is the one who is paid, not the hospital at a cost's 收费单位."""
    paper = page(
        *column(
            150, 100, 55,
            "垫付费用凭证",
            "本单位职工黄杰，身份证号码：449900199803242178，于2021年11月07日在工作中受伤。用人单位虚构市金沙安例五金制品有限公",
            "同已先行垫付相关费用，明细如下：",
            "1.项目名称：工伤医疗费，收费单位：虚构市人民医院（示例），票据编号：",
            "44060121-6204287240，票据日期：2021-11-23，费用金额：6,886.06元；",
            "以上费用合计（小写）：¥6,886.06，（大写）：人民币陆仟捌佰捌拾陆元零陆分。",
            "收款账户信息如下：户名虚构市金沙安例五金制品有限公司，账号：44990095800854653。",
        )
    )  # fmt: skip
    fields = extract(DocumentKind.ADV_VOUCHER, [paper]).fields
    assert fields["payee_name"].value == "虚构市金沙安例五金制品有限公司"


@pytest.mark.parametrize("payee", ["虚构市医院", "虚构市限。"])
def test_a_cell_that_was_read_with_a_stop_does_not_end_a_table(payee: str) -> None:
    """A sentence ends a table; a misread payee that ends in 。 in a full row is a cell, and 区期 is 日期."""
    heads = (
        ("序号", 70),
        ("项目名称", 200),
        ("收费单位", 420),
        ("票据编号", 700),
        ("区期", 1000),
        ("费用金额（元）", 1200),
    )
    rows = (
        ("1", "工伤医疗费", "虚构市医院", "44060223-8991141325", "2023-01-31", "16,441.58"),
        ("2", "工伤康复费", payee, "44060223-1193916270", "2023-02-14", "728.00"),
        ("3", "工伤康复费", "虚构市医院", "44060123-8380927253", "2023-02-19", "14,725.90"),
    )
    cells = [
        line(text, x, 360 + 40 * at) for at, row in enumerate(rows) for text, (_, x) in zip(row, heads, strict=True)
    ]
    sheet = page(title("垫付费用明细"), *(line(text, x, 310) for text, x in heads), *cells)
    found = extract(DocumentKind.ADV_VOUCHER, [sheet]).rows["lines"]
    assert [row["amount"].value for row in found] == [1644158, 72800, 1472590]
    assert [row["date"].value for row in found] == ["2023-01-31", "2023-02-14", "2023-02-19"]


def test_an_employer_whose_place_is_empty_is_not_the_accounts_holder() -> None:
    """A form that names its firm at the account alone lacks it above: the same ink is no second statement."""
    rows = (
        (line("用人单位（全", 220, 300), line("称）", 250, 340)),
        (line("工亡职工", 230, 420), line("林燕秀", 520, 420), line("性别", 1000, 420), line("女", 1200, 420)),
        (line("居民身份证号码", 220, 500), line(WORKER_ID, 520, 500)),
        (line("总金额（小写）", 220, 600), line("¥37,379.00", 520, 600)),
        (line("金额（大写）", 220, 680), line("人民币叁万柒仟叁佰柒拾玖元整", 520, 680)),
        (line("账户名称", 220, 800), line(FIRM, 520, 800)),
        (line("银行帐号", 220, 880), line(ACCOUNT, 520, 880)),
    )
    form = page(title("工伤待遇垫付情况说明"), *(one for row in rows for one in row))
    found = values(form)
    assert (found.get("employer_name"), found["payee_name"]) == (None, FIRM)
    named = page(title("工伤待遇垫付情况说明"), line(FIRM, 520, 320), *(one for row in rows for one in row))
    assert values(named)["employer_name"] == FIRM
