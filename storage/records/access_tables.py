"""Tables of access: one-time links and the sessions of the pages.

Here: columns, keys and indexes, beside those of `tables`. Not here: what may be written when (entry_links,
page_sessions). What opens a door (a link's token, a session's cookie) stands as keyed digest only; who came in is
sealed.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table

from storage.records.tables import Digest, Id, Word, at_column, metadata

entry_links = Table(
    "entry_links",
    metadata,
    Column("id", Id, primary_key=True),
    Column("claim_no", ForeignKey("claims.claim_no"), nullable=False),
    Column("person_digest", Digest, nullable=False),  # of the person within the claim
    Column("token_digest", Digest, nullable=False, unique=True),
    Column("digits_digest", Digest, nullable=False),  # of the last digits of the ID number, for this link alone
    Column("wrong_tries", Integer, nullable=False),
    Column("created_by", Digest, nullable=False),
    at_column("created_at", nullable=False),
    at_column("expires_at", nullable=False),
    at_column("used_at"),
    at_column("revoked_at"),
    Column("revoked_by", Digest),
    Index("ix_entry_links_person", "claim_no", "person_digest"),
)

page_sessions = Table(
    "page_sessions",
    metadata,
    Column("id_digest", Digest, primary_key=True),  # of the cookie
    Column("source", Word, nullable=False),  # token, link, oidc, demo
    Column("link_id", ForeignKey("entry_links.id"), index=True),
    Column("who_sealed", LargeBinary, nullable=False),
    at_column("created_at", nullable=False),
    at_column("expires_at", nullable=False, index=True),
    at_column("ended_at"),
)
