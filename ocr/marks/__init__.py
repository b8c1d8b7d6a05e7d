"""Marks on paper: signatures, seals, fingerprints, alterations. Not here: where they are promised (extract), what
their lack means (validators.rules)."""
