"""The tables' history, run at start by `Database.migrate`."""
