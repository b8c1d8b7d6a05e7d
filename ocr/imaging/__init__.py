"""Finds the paper, flattens and turns it, separates its inks. Not here: opening files, reading text."""
