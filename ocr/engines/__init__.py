"""Engines that turn an upright sheet into lines. Not here: finding the paper (imaging), meaning (extract)."""
