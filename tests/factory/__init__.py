"""The paper factory: draws fictional papers with planted faults and keeps the truth apart. Tests only."""
