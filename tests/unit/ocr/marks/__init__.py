"""Tests of ocr.marks on drawn papers."""
