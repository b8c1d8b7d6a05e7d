"""One file per command of `claimgate`; each offers `run(args) -> exit code` and imports only what it needs."""
