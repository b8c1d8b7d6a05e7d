"""Small statements that every repository needs on both databases.

Here: insert-unless-there, the count of changed rows, what can be a key. Not here: anything that knows a thing by name.
"""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

LONGEST_KEY = 64  # characters, as in the tables


def can_be_key(text: str) -> bool:
    """Tell whether the text may be asked for: PostgreSQL refuses NUL and lone surrogates with an error of its own."""
    return 0 < len(text) <= LONGEST_KEY and text.isprintable()


def insert_unless_there(session: Session, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row and answer True; False when a unique key has it already (waits for one still in flight)."""
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql":
        return changed(session, postgresql.insert(table).values(**values).on_conflict_do_nothing()) == 1
    return changed(session, sqlite.insert(table).values(**values).on_conflict_do_nothing()) == 1


def changed(session: Session, statement: Executable) -> int:
    """Run the statement and return how many rows it changed."""
    kept = session.execute(statement, execution_options={"preserve_rowcount": True})  # else unknown for an INSERT
    return cast("CursorResult[Any]", kept).rowcount
