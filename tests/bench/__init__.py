"""Measuring on factory papers: exactness by kind, field and degradation; faults seen; clean cases; cost of a page.

Not here: tests (they must pass or fail), drawing (tests.factory).
"""
