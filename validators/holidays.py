"""Public holidays and worked weekends as the State Council announced them, one line a year; data only.

A new year is one more line. Sundays and Saturdays that fall into a holiday need no mention: they rest anyway.
"""

from datetime import date

from validators.calendar import HolidayTable

# Weekdays that rest (month and day).
_REST = {
    2020: "0101 0124 0127 0128 0129 0130 0131 0406 0501 0504 0505 0625 0626 1001 1002 1005 1006 1007 1008",
    2021: "0101 0211 0212 0215 0216 0217 0405 0503 0504 0505 0614 0920 0921 1001 1004 1005 1006 1007",
    2022: "0103 0131 0201 0202 0203 0204 0404 0405 0502 0503 0504 0603 0912 1003 1004 1005 1006 1007",
    2023: "0102 0123 0124 0125 0126 0127 0405 0501 0502 0503 0622 0623 0929 1002 1003 1004 1005 1006",
    2024: "0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917 1001 1002 1003 1004 1007",
    2025: "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008",
    2026: "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007",
}

# Saturdays and Sundays that are worked instead (调休).
_WORK = {
    2020: "0119 0426 0509 0628 0927 1010",
    2021: "0207 0220 0425 0508 0918 0926 1009",
    2022: "0129 0130 0402 0424 0507 1008 1009",
    2023: "0128 0129 0423 0506 0625 1007 1008",
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}


def _days(lines: dict[int, str]) -> frozenset[date]:
    return frozenset(date(year, int(day[:2]), int(day[2:])) for year, days in lines.items() for day in days.split())


HOLIDAYS = HolidayTable(years=frozenset(_REST), rest_days=_days(_REST), work_days=_days(_WORK))
