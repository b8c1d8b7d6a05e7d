"""Fictional persons: names, sexes and citizen numbers of region 449900. No firms, no money."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from random import Random

REGION = "449900"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = tuple("陈林黄张李王吴刘蔡杨许郑谢郭洪邱曾廖赖徐周叶苏庄江何罗梁朱胡钟温冯彭邓曹潘袁唐韩沈余马方石丁孙")
COMPOUND = ("欧阳", "司徒", "上官", "诸葛")
RARE_SURNAMES = tuple("甄佘邝麦阮卓覃")
MALE = tuple("伟强军勇杰涛明超刚平辉鹏华飞斌波宁建国文志永光海山仁松茂庆祥云德良才贵福生")
FEMALE = tuple("芳娜敏静秀丽艳娟霞玲桂英梅红兰玉萍雪琴燕春菊珍莲凤洁月香惠珠")
RARE_GIVEN = tuple("婧喆淼鑫堃翀")


@dataclass(frozen=True, slots=True)
class Person:
    """A person who exists only on paper."""

    name: str
    id_no: str
    sex: str
    birth: dt.date
    phone: str


def citizen_check(seventeen: str) -> str:
    """Give the check character of GB 11643 for seventeen digits."""
    return "10X98765432"[sum(int(c) * w for c, w in zip(seventeen, _WEIGHTS, strict=True)) % 11]


def citizen_number(birth: dt.date, sex: str, rng: Random) -> str:
    """Give a valid fictional citizen number for a birth date and sex."""
    order = rng.randrange(50, 499) * 2 + (1 if sex == "男" else 0)
    body = f"{REGION}{birth:%Y%m%d}{order:03d}"
    return body + citizen_check(body)


def phone(rng: Random) -> str:
    """Give a placeholder phone number."""
    return "13800138000" if rng.random() < 0.5 else f"138001380{rng.randrange(100):02d}"


def given_name(sex: str, rng: Random) -> str:
    """Give one or two given characters."""
    pool = MALE if sex == "男" else FEMALE
    first = rng.choice(pool)
    if rng.random() < 0.06:
        first = rng.choice(RARE_GIVEN)
    if rng.random() < 0.3:
        return first
    return first + rng.choice([c for c in pool if c != first])


def surname(rng: Random) -> str:
    """Give a surname, seldom a compound or rare one."""
    roll = rng.random()
    if roll < 0.04:
        return rng.choice(COMPOUND)
    return rng.choice(RARE_SURNAMES) if roll < 0.1 else rng.choice(SURNAMES)


def person(
    rng: Random, *, sex: str | None = None, family: str | None = None, born: tuple[int, int] = (1966, 2000)
) -> Person:
    """Give a person born between two years."""
    sex = sex or rng.choice("男男女")
    day = dt.date(rng.randint(*born), 1, 1) + dt.timedelta(days=rng.randrange(365))
    return Person((family or surname(rng)) + given_name(sex, rng), citizen_number(day, sex, rng), sex, day, phone(rng))


@dataclass(frozen=True, slots=True)
class Relative:
    """A relative of a dead worker and how the core system knows them."""

    who: Person
    relation: str
    supported: bool
    minor: bool = False


def family(worker: Person, rng: Random, *, at: dt.date, minor: bool = False) -> tuple[Relative, ...]:
    """Give the living relatives of the first order, with distinct names."""
    head = worker.name[:2] if worker.name[:2] in COMPOUND else worker.name[0]
    year = worker.birth.year
    other = "女" if worker.sex == "男" else "男"
    out: list[Relative] = []
    if rng.random() < 0.85:
        spouse = person(rng, sex=other, born=(year - 3, year + 4))
        out.append(Relative(spouse, rng.choice(["配偶", "妻子" if other == "女" else "丈夫"]), rng.random() < 0.5))
    for _ in range(rng.choice([0, 1, 1, 2])):
        sex = rng.choice("男女")
        born = min(year + 27, at.year - 20)
        adult = person(rng, sex=sex, family=head, born=(born - 2, born))
        out.append(Relative(adult, "儿子" if sex == "男" else "女儿", False))
    if minor:
        kid = person(rng, sex="男", family=head, born=(at.year - 12, at.year - 6))
        out.append(Relative(kid, "儿子", True, True))
    if rng.random() < 0.7:
        out.append(Relative(person(rng, sex="男", family=head, born=(year - 30, year - 24)), "父亲", True))
    if rng.random() < 0.75 or not any(r.supported for r in out) or len(out) < 2:
        out.append(Relative(person(rng, sex="女", born=(year - 29, year - 23)), "母亲", True))
    if len(out) < 2:
        out.insert(0, Relative(person(rng, sex=other, born=(year - 3, year + 4)), "配偶", True))
    seen = {worker.name}
    for i, rel in enumerate(out):
        while rel.who.name in seen:
            head_ = rel.who.name[0]
            rel = replace(rel, who=replace(rel.who, name=head_ + given_name(rel.who.sex, rng)))
        out[i] = rel
        seen.add(rel.who.name)
    return tuple(out)
