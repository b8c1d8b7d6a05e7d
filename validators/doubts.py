"""How much a doubt weighs when readings that agree are held together: flags and bounds.

Here: which flags let nothing confirm a value, and from which confidence it may. Not here: what is held against what
(corroborate), where flags come from (ocr).
"""

from validators.model.evidence import POOR_PAGE

WEAK = 0.90
"""Confidence below which another value of the same ink may be taken if something independent names it."""

CHANGED = frozenset({"ALTERED", "MAYBE_ALTERED"})
"""Ink that somebody changed, or that a blur shows as if: what fits may be what they wished to stand there."""

DISTURBED = CHANGED | {"READ_DIFFERENTLY", "LOOKS_LIKE_KNOWN"}
"""Ink that was changed, or that two looks read differently: what fits may be what somebody wished to stand there."""

UNPROVEN_DAY = DISTURBED | {POOR_PAGE}
"""Flags of a written day that no other hand's like day makes sure."""

UNSEEN_DAY = CHANGED | {POOR_PAGE, "LOOKS_LIKE_KNOWN"}
"""Flags of a written day between whose readings no other hand's day chooses."""

SHORT_DAY = "SHORT_DAY"
"""Flag of a written day that lacks a stop (2022.115) or a figure (9月1日 of 9月11日); its alternatives tell."""

NO_DAY = frozenset({"NOT_A_DATE", "MISREAD"})
"""Flags of a written day of which no day was made: another hand's day answers them."""

CHOSEN = frozenset(
    {
        "READ_WITH_RECORD",
        "READ_WITH_PAPERS",
        "READ_TOGETHER",
        "READ_AS_ITEM",
        "READ_AS_WORD",
        "READ_AS_CARD",
        "READ_AS_HOLDER",
        "READ_IN_TIME",
    }
)
"""Flags of values that the record, another place, a list or a check digit chose: that these agree proves nothing."""

WELL_FORMED = frozenset({POOR_PAGE, "READ_DIFFERENTLY", "NO_RMB_PREFIX", "NO_ZHENG_AFTER_YUAN"})
"""Flags of an amount whose figures or capitals have an amount's form, unclear as they may be."""

BY_TOTAL = "READ_WITH_TOTAL"
"""Flag of an amount that its total helped to read: with it the sum comes out by itself."""

LIKELY = 0.05
"""Probability that such another value needs."""

LIKELIER = 0.5
"""Probability that another reading of a written day needs where another hand's day on the paper is that day."""

SIGN = 0.01
"""Probability that a ¥ in place of a first digit needs where the words name the amount without that digit."""

LIKE_A_SIGN = 0.95
"""Confidence of an amount below which its first digit, a 4 that two looks read differently, may be a ¥."""

DECENT = 0.80
"""Confidence from which a fitting check digit settles a number: one wrong digit would not fit."""

DOUBTFUL = 0.45
"""Confidence below which days written alike do not settle each other: a person reads them."""

FEW = 3
"""Parts from which a sum of an unclear page proves amounts that were read two ways."""
