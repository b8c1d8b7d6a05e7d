"""Which pages of one file are one paper. Here: the grouping. Not here: what a page is (classify)."""

from ocr.extract.classify import split_documents

__all__ = ["split_documents"]
