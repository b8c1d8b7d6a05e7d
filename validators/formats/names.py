"""Names of persons: shape, the normal form for comparing, equality and near-equality.

Nothing here turns traditional characters into simplified ones: a variant is a question for a person.
"""

import re
from enum import StrEnum

from validators.formats.folding import HAN, without_blanks
from validators.formats.verdict import OK, FormatVerdict

SEPARATOR = "·"
SHORTEST, LONGEST = 2, 20

_SEPARATORS = re.compile(r"[•・‧.∙⋅]")
_NAME = re.compile(rf"[{HAN}]+(?:{SEPARATOR}[{HAN}]+)*")

# Characters that registers, cards and hands write for one another: simplified, traditional, variant.
_VARIANTS = (
    "陈陳 张張 刘劉 杨楊 赵趙 吴吳 孙孫 马馬 罗羅 郑鄭 谢謝 韩韓 冯馮 邓鄧 许許 苏蘇 卢盧 蒋蔣 贾賈 叶葉 阎閻闫 "
    "钟鐘鍾锺 谭譚 陆陸 范範 汤湯 顾顧 万萬 龙龍 贺賀 龚龔 肖萧蕭 傅付 戴代 钱錢 严嚴 丘邱 兰蘭 邹鄒 齐齊 吕呂 "
    "国國 华華 东東 凤鳳 丽麗 兴興 庆慶 宝寶 强強 义義 云雲 长長 贵貴 荣榮 伟偉 军軍 爱愛 艳艷 红紅 学學 峰峯 "
    "群羣 晋晉 启啟啓 杰傑 升昇陞 岳嶽 尧堯 于於 余餘 珏玨 琼瓊 莹瑩 玺璽 锋鋒 铭銘 钰鈺 铁鐵 银銀 锦錦 镇鎮 "
    "静靜 娇嬌 娴嫻嫺 婵嬋 宁寧甯 寿壽 尔爾 岭嶺 广廣 扬揚 晓曉 树樹 权權 桥橋 梦夢 欢歡 汉漢 泽澤 洁潔 涛濤 润潤 "
    "涌湧 咏詠 灵靈 灿燦 炜煒 焕煥 声聲 绍紹 经經 维維 绵綿 继繼 聪聰 胜勝 腾騰 艺藝 芸蕓 苍蒼 莲蓮 蕴蘊 誉譽 贤賢 "
    "赞贊讚 辉輝煇 达達 运運 连連 远遠 进進 迟遲 阳陽 顺順 颖穎 飞飛 骏駿 鸣鳴 鸿鴻 鹏鵬 黄黃 青靑 真眞 吉𠮷 高髙 "
    "温溫 清淸 德徳 恒恆 为為爲 彦彥 双雙 发發 关關 卫衛 厉厲 台臺 园園 圆圓 圣聖 奋奮 实實 宾賓 将將 帅帥 师師 应應 "
    "开開 弥彌 显顯 来來 松鬆 标標 栋棟 毕畢 环環 坚堅 坤堃 哲喆 乐樂 习習 乔喬 亚亞 亿億 仪儀 优優 传傳 伦倫 "
    "侠俠 俊儁 儿兒 刚剛 创創 励勵 劲勁 勋勳 厅廳 县縣 响響 团團 场場 墙牆 壮壯 备備 复復"
)


def _variant_table() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for group in _VARIANTS.split():
        for character in group:
            table[character] = table.get(character, frozenset()) | frozenset(group)
    return table


_SAME = _variant_table()


class NameComparison(StrEnum):
    """How two written names stand to each other."""

    EQUAL = "EQUAL"
    VARIANT = "VARIANT"  # they differ only in characters written for one another
    ONE_CHARACTER = "ONE_CHARACTER"  # same length, exactly one other character
    DIFFERENT = "DIFFERENT"


def normal_name(text: str) -> str:
    """Give the form in which names are compared: NFKC, one separator sign, no blanks."""
    return _SEPARATORS.sub(SEPARATOR, without_blanks(text))


def judge_person_name(value: str) -> FormatVerdict:
    """Judge a person's name: 2–20 Han characters, separators only between them."""
    normal = normal_name(value)
    if not SHORTEST <= len(normal) <= LONGEST:
        return FormatVerdict("BAD_LENGTH", normal)
    return FormatVerdict(OK if _NAME.fullmatch(normal) else "BAD_CHARSET", normal)


def compare_names(one: str, other: str) -> NameComparison:
    """Compare two names by their normal forms; empty names are never alike."""
    left, right = normal_name(one), normal_name(other)
    if not left or len(left) != len(right):
        return NameComparison.DIFFERENT
    if left == right:
        return NameComparison.EQUAL
    differing = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if all(b in _SAME.get(a, ()) for a, b in differing):
        return NameComparison.VARIANT
    return NameComparison.ONE_CHARACTER if len(differing) == 1 else NameComparison.DIFFERENT


def same_name(one: str, other: str) -> bool:
    """True when two names are equal in normal form."""
    return compare_names(one, other) is NameComparison.EQUAL


def near_name(one: str, other: str) -> bool:
    """True when two unequal names are so close that a person must look."""
    return compare_names(one, other) in (NameComparison.VARIANT, NameComparison.ONE_CHARACTER)
