"""Read lines to fields, rows, promised marks and remarks. Not here: pixels, the claim record, what values mean."""
