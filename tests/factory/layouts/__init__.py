"""How each kind of paper is laid out: shared engines (form, letter, list) and one module a family of kinds."""
