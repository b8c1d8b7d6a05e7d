"""Papers coming in: limits, storage, states, pages and progress."""
