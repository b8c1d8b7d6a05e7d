# ruff: noqa: E501 - pages are set line by line as they stand
"""More layouts of other hands: forms in sections, repeated person blocks, ticked choices, items told in a sentence."""

from ocr.extract.classify import classify
from ocr.extract.extract import extract
from tests.unit.ocr.extract.drawn import column, line, page, title
from validators.model.codes import DocumentKind, MarkType

FIRM = "虚构市示例制造有限公司"


def test_items_told_in_a_sentence_are_lines() -> None:
    """其中医疗费…元，住院伙食补助费…元 gives two lines; a number in a sentence is no amount."""
    paper = page(
        title("工伤医疗费用垫付情况说明"),
        *column(
            180,
            240,
            58,
            "我单位职工陈示例（男，身份证：449900199003071016）于二〇二一年六月二十八日在",
            "车间作业时受伤，已认定为工伤（虚工伤认〔2021〕0001号）。该职工治疗期间医疗费、",
            "住院伙食补助费合计人民币壹万贰仟叁佰元整（小写：12300元）已由我单位全额垫付，",
            "其中医疗费11000元，住院伙食补助费1300元。本人同意贵局将该笔费用划入我单位账户。",
        ),
        line("单位（盖章）：虚构市示例制造有限公司", 180, 800), line("职工签字：", 1000, 800),
        line("二〇二一年七月二十五日", 180, 870), line("2021年7月24日", 1000, 870),
    )  # fmt: skip
    found = extract(DocumentKind.ADV_VOUCHER, [paper])
    lines = [(row["item"].value, row["amount"].value) for row in found.rows["lines"]]
    assert lines == [("MEDICAL", 1_100_000), ("MEAL", 130_000)]
    assert found.fields["total_figures"].value == found.fields["total_upper"].value == 1_230_000
    assert found.fields["sign_date"].value == "2021-07-24"
    assert found.fields["seal_date"].value == "2021-07-25"


def test_repeated_person_blocks_are_relatives() -> None:
    """A form that repeats 姓名 · 与死者关系 · 身份证号 · 签名 for each relative gives rows and tied signature places."""
    paper = page(
        title("工亡待遇收款账户共同确认书"),
        line("一、工亡职工信息", 180, 230),
        line("姓名", 180, 290), line("李样本", 360, 290), line("身份证号", 760, 290), line("449900198503071093", 960, 290),
        line("二、近亲属信息", 180, 420),
        line("姓名", 180, 480), line("王虚拟", 360, 480), line("与死者关系", 560, 480), line("配偶", 760, 480),
        line("身份证号", 180, 530), line("449900199211201049", 360, 530), line("签名", 960, 530),
        line("姓名", 180, 600), line("李父示", 360, 600), line("与死者关系", 560, 600), line("父亲", 760, 600),
        line("身份证号", 180, 650), line("449900196203121010", 360, 650), line("签名", 960, 650),
        line("三、指定账户", 180, 730),
        line("户名", 180, 790), line("王虚拟", 360, 790), line("卡号", 760, 790), line("6299990000000001010", 960, 790),
    )  # fmt: skip
    found = extract(DocumentKind.JOINT_ACCT, [paper])
    rows = [{name: leaf.value for name, leaf in row.items()} for row in found.rows["relatives"]]
    assert rows == [
        {"name": "王虚拟", "relation": "配偶", "id_no": "449900199211201049"},
        {"name": "李父示", "relation": "父亲", "id_no": "449900196203121010"},
    ]
    assert found.fields["deceased_name"].value == "李样本"
    assert found.fields["deceased_id"].value == "449900198503071093"
    assert [slot.name for slot in found.slots if slot.type is MarkType.SIGNATURE] == ["王虚拟", "李父示"]


def test_a_ticked_choice_is_the_way_of_paying() -> None:
    """□现金 ☑银行转账 is a transfer; only empty boxes choose nothing."""
    paper = page(
        title("工亡待遇支付收款确认书"),
        line("收款人：赵母示　　身份证号码：449900196408051028", 180, 240),
        line(f"付款单位：{FIRM}", 180, 300),
        line("支付方式：□现金 ☑银行转账", 180, 480),
    )
    assert extract(DocumentKind.PASS_ON_PROOF, [paper]).fields["pay_method"].value == "TRANSFER"
    empty = page(title("工亡待遇支付收款确认书"), line("支付方式：□现金 □银行转账", 180, 480))
    assert extract(DocumentKind.PASS_ON_PROOF, [empty]).fields["pay_method"].value is None


def test_a_plain_consent_of_the_family_to_the_firm_s_account_is_told() -> None:
    """同意书 says nothing; the body sends the money to the firm and wants the rest passed on."""
    paper = page(
        title("同意书"),
        *column(
            180,
            240,
            58,
            "我们是工亡职工李样本（身份证号码：449900198503071093）的全体近亲属，共同商定：",
            "一、单位已垫付丧葬费等合计人民币贰拾万元整（￥200000.00）。",
            f"二、同意将丧葬补助金、一次性工亡补助金发放到{FIRM}账户。",
            "三、单位应在收到款项后30日内将剩余款项支付给近亲属。",
        ),
        line("近亲属签名（捺印）：", 180, 640),
    )
    assert classify([paper])[0] is DocumentKind.JOINT_EMPLOYER
    found = extract(DocumentKind.JOINT_EMPLOYER, [paper])
    assert found.fields["pass_on_promise"].value is True
    assert found.fields["advanced_total"].value == 20_000_000
