"""Shares with what chance allows: Wilson's interval of 95 %.

Here: the arithmetic and how it is written. Not here: what is counted.
"""

from math import sqrt

_Z = 1.959964  # two sides of 95 %


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the bounds of the share of which `hits` of `total` were seen; (0, 1) where nothing was."""
    if total == 0:
        return 0.0, 1.0
    share, spread = hits / total, _Z**2 / total
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def share_of(hits: int, total: int) -> str:
    """Write `97.1 % (34/35; 85.5–99.5)`, a dash where nothing was counted."""
    if total == 0:
        return "–"
    low, high = wilson(hits, total)
    return f"{100 * hits / total:.1f} % ({hits}/{total}; {100 * low:.1f}–{100 * high:.1f})"
