"""One-time links: how a worker or relative without an account comes in."""
