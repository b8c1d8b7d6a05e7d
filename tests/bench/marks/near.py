"""Names that a signature must not be taken for: same surname, one other character, a character that looks alike.

Here: lists compiled by hand and the drawing of names. Not here: scoring.
"""

from random import Random

from ocr.marks.name_chars import GIVEN, SURNAMES

# Characters that a hurried eye takes for one another, of everyday names; each group holds characters alike among them.
_ALIKE = (
    "王玉壬主正 王汪旺 涛淘滔清 涛祷焘 张弘强弛 张章帐胀 磊垒晶蕊鑫 郭鄂敦郑郝 郭廓孰 鑫森淼焱磊 陈阵陆阮 "
    "陈东冻练 静靖净婧靓 赵越超起赴 雪雷雯霞雨霜 李季孝杏字 浩洁皓治诰洪 浩海泽沽 然燃照熙焦煦 徐除余涂徕 "
    "徐徒徊 俊骏峻竣浚悛 俊侠凌 杰洁木杏点 杰本休烈 杨扬汤柏 杨场杭 紫柴素絮 紫荣萦此 涵函润涌 涵涓汹溢 "
    "董懂童重 董薰蕙黄 欣昕忻钦 欣欧歆饮砍 怡恰治贻 怡恬悦怀恒 朱未宋牛 朱末来失 佳隹桂娃 佳侄住仕往 "
    "伟纬讳侍 明朋昭眀 刚钢纲岗 华毕桦 建健律 国圆因 文交义 志忐忘 永水求 海悔每 山出 仁任 松忪 庆厌 云去 "
    "良艮 才寸木 贵责 福幅 生主 辉挥晖 鹏朋鸣 飞气 斌武赋 波破坡 宁宇字 平乎 勇男 军车 强张 林木休 黄苗 "
    "吴吕 刘对 蔡祭 许评 谢谁 洪供 邱丘 曾增 廖寥 周同 苏办 江红 何河 罗萝 梁粱 胡湖 钟种 温湿 冯马 彭膨 "
    "邓郑 曹遭 潘播 袁哀 唐塘 韩朝 沈沉 余佘 方万 石右 丁于 孙孔 芳芬 娜那 敏每 秀季 丽两 艳绝 娟捐 玲铃 "
    "桂佳 英央 梅海 红江 兰三 萍苹 琴琵 燕蒸 春青 菊匊 珍诊 莲连 凤风 洁浩 月日 香杳 惠思 珠殊"
)
ALIKE: dict[str, tuple[str, ...]] = {}
for _group in _ALIKE.split():
    for _char in _group:
        ALIKE[_char] = tuple(dict.fromkeys((*ALIKE.get(_char, ()), *(one for one in _group if one != _char))))

SAME_SURNAME, ONE_OTHER = "same surname, other given name", "one other character"
LOOKALIKE, NO_NAME = "one lookalike character met in names", "one lookalike character met in no name"


def near_names(name: str, rng: Random, of_each: int) -> list[tuple[str, str]]:
    """Return (sort, name): up to `of_each` names of each sort that are near a name and not it."""
    found: dict[str, str] = {}
    for _ in range(of_each):
        found.setdefault(name[0] + "".join(rng.choice(GIVEN[:400]) for _ in name[1:]), SAME_SURNAME)
    for _ in range(of_each):
        place = rng.randrange(len(name))
        found.setdefault(_changed(name, place, rng.choice(SURNAMES[:200] if place == 0 else GIVEN[:400])), ONE_OTHER)
    alike = [(place, char) for place, own in enumerate(name) for char in ALIKE.get(own, ())]
    for place, char in rng.sample(alike, min(of_each, len(alike))):
        met = char in (SURNAMES if place == 0 else GIVEN)
        found.setdefault(_changed(name, place, char), LOOKALIKE if met else NO_NAME)
    return [(sort, one) for one, sort in found.items() if one != name]


def other_name(name: str, rng: Random) -> str:
    """Return the name of somebody else: another surname, no given character in common."""
    while True:
        other = rng.choice(SURNAMES[:100]) + "".join(rng.choice(GIVEN[:400]) for _ in range(rng.choice((1, 2, 2))))
        if not set(other) & set(name):
            return other


def crowd(name: str, rng: Random, size: int) -> list[str]:
    """Return a name among others, `size` names in all."""
    names = {name}
    while len(names) < size:
        names.add(rng.choice(SURNAMES[:200]) + "".join(rng.choice(GIVEN[:400]) for _ in range(rng.choice((1, 2, 2)))))
    return sorted(names)


def _changed(name: str, place: int, char: str) -> str:
    return name[:place] + char + name[place + 1 :]
