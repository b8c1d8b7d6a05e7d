"""Tables of deciding and paying: standings, flags, keyings, decisions, freezes, payouts, obligations, steps.

Here: columns, keys and indexes, beside those of `tables`. Not here: what may be written when (the repository of each
thing). People stand as keyed digests; reasons and other free text are sealed. Money is integer fen.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    text,
)
from sqlalchemy import Text as LongText

from storage.records import access_tables as access_tables  # so that `metadata` knows every table
from storage.records.tables import Digest, Id, Place, Sequence, Word, at_column
from storage.records.tables import metadata as metadata  # whoever asks here for all tables gets all

Fen = BigInteger

standings = Table(
    "standings",
    metadata,
    Column("claim_no", ForeignKey("claims.claim_no"), primary_key=True),
    Column("version", Integer, nullable=False),  # of the claim when it was judged
    Column("rule_version", Place, nullable=False),
    Column("day", Date, nullable=False),  # the legal day of the judgement
    Column("body", LongText, nullable=False),  # codes, amounts and digests only
    at_column("judged_at", nullable=False),
)

claim_keys = Table(
    "claim_keys",
    metadata,
    Column("claim_no", ForeignKey("claims.claim_no"), primary_key=True),
    Column("kind", Word, primary_key=True),  # number, account, phone, relative
    Column("digest", Digest, primary_key=True),
    Column("stranger", Digest, nullable=False),  # of the worker's ID number: the same worker is no stranger
    Column("death", Boolean, nullable=False),
    Index("ix_claim_keys_digest", "kind", "digest"),
)

counted_numbers = Table(
    "counted_numbers",
    metadata,
    Column("digest", Digest, primary_key=True),  # of a receipt or slip: counted once in the whole province (INV-16)
    Column("claim_no", ForeignKey("claims.claim_no"), nullable=False, index=True),
    at_column("at", nullable=False),
)

flags = Table(
    "flags",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("id", Id, nullable=False, unique=True),
    Column("claim_no", ForeignKey("claims.claim_no"), nullable=False),
    Column("document_id", ForeignKey("documents.id"), index=True),
    Column("fingerprint", Digest, nullable=False),  # of code, papers, place and what the finding says
    Column("code", Word, nullable=False),
    Column("severity", Word, nullable=False),
    Column("scope", Word, nullable=False),
    Column("field", Place),
    Column("reach", LongText, nullable=False),  # the parts that it held when it fired: [[item, payee], …]
    Column("state", Word, nullable=False),
    Column("stands", Boolean, nullable=False),  # the newest judgement has the finding
    Column(
        "lost_paper", Boolean, nullable=False
    ),  # it stood when its paper went: what must outlive the paper still holds
    Column("office", Place),
    Column("taken_by", Digest),
    at_column("lease_until"),
    Column("waits_for", Word),  # handler or second_reviewer; None: it holds nothing, or nobody need look any more
    Column("kind", Word),  # of its paper
    Column("money_fen", Fen, nullable=False, server_default="0"),  # of the third parties' parts that it holds
    Column("risk", Fen, nullable=False, server_default="0"),  # gravest and dearest first (flag_queue.risk_of)
    Column("due_on", Date, nullable=False, server_default="9999-12-31"),
    at_column("created_at", nullable=False),
    at_column("updated_at", nullable=False),
    Index("ix_flags_by_age", "office", "waits_for", "seq"),
    Index("ix_flags_by_risk", "office", "waits_for", "risk", "seq"),
    Index("ix_flags_by_day", "office", "waits_for", "due_on", "seq"),
    Index("ix_flags_by_code", "office", "waits_for", "code", "seq"),
    Index("ix_flags_by_kind", "office", "waits_for", "kind", "seq"),
    Index("uq_flags_claim_fingerprint", "claim_no", "fingerprint", unique=True),
    Index("ix_flags_queue", "state", "stands", "office", "seq"),
    Index("ix_flags_created", "created_at", "office", "code", "state"),
    sqlite_autoincrement=True,
)

keyings = Table(
    "keyings",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("field", Place, nullable=False),
    Column("by_digest", Digest, nullable=False),
    Column("word_sealed", LargeBinary, nullable=False),  # value, page, box and reason
    at_column("at", nullable=False),
    Index("ix_keyings_document", "document_id", "id"),
    sqlite_autoincrement=True,
)

rechecks = Table(
    "rechecks",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("field", Place, primary_key=True),
    Column("office", Place),
    Column("kind", Word, nullable=False),  # of the paper, for counting
    Column("type", Word, nullable=False),  # of the field, for counting
    Column("state", Word, nullable=False),  # OPEN, then how it ended; no value is kept here
    Column("by_digest", Digest),
    at_column("created_at", nullable=False),
    at_column("read_at"),
    Index("ix_rechecks_waiting", "office", "state", "created_at"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("claim_no", ForeignKey("claims.claim_no"), nullable=False),
    Column("item", Word, nullable=False),
    Column("payee", Word, nullable=False),
    Column("supplement", Boolean, nullable=False),  # over UNDECIDED money
    Column("cap_fen", Fen, nullable=False),
    Column("account_digest", Digest),
    Column("evidence_digest", Digest, nullable=False),  # what two people sign
    Column("base_digest", Digest, nullable=False),  # of the evidence alone
    Column("state", Word, nullable=False),
    Column("proposed_by", Digest, nullable=False),
    Column("confirmed_by", Digest),
    Column("valid_until", Date, nullable=False),
    Column("words_sealed", LargeBinary, nullable=False),  # reasons and overrides
    at_column("created_at", nullable=False),
    at_column("updated_at", nullable=False),
    Index("ix_decisions_claim", "claim_no", "state"),
    Index("ix_decisions_waiting", "state", "created_at"),
    Index(
        "uq_decisions_standing",
        "claim_no",
        "item",
        "payee",
        "supplement",
        unique=True,
        sqlite_where=text("state = 'PROPOSED'"),
        postgresql_where=text("state = 'PROPOSED'"),
    ),
)

happenings = Table(
    "happenings",
    metadata,
    Column("claim_no", ForeignKey("claims.claim_no"), primary_key=True),
    Column("body", LongText, nullable=False),  # confirmed decisions and paid money, for asking fast
)

freezes = Table(
    "freezes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("scope", Word, nullable=False),
    Column("value_digest", Digest, nullable=False),  # of the claim, credit code, city; of nothing for the province
    Column("item", Word),  # an objection may name one item only
    Column("objection_id", Id),
    Column("claim_no", ForeignKey("claims.claim_no")),  # of a claim's freeze: whose office may lift it
    Column("created_by", Digest, nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    at_column("created_at", nullable=False),
    Column("lifted_by", Digest),
    at_column("lifted_at"),
    Index("ix_freezes_scope", "scope", "value_digest"),
)

objections = Table(
    "objections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("claim_no", ForeignKey("claims.claim_no"), nullable=False, index=True),
    Column("freeze_id", ForeignKey("freezes.id"), nullable=False),
    Column("item", Word),
    Column("words_sealed", LargeBinary, nullable=False),  # by whom, through which channel, why
    Column("recorded_by", Digest, nullable=False),
    at_column("created_at", nullable=False, index=True),
)

payouts = Table(
    "payouts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token_digest", Digest, nullable=False, unique=True),
    Column("token_sealed", LargeBinary, nullable=False),  # the same batch row gets the same token again
    Column("batch_row_digest", Digest, nullable=False, unique=True),
    Column("request_digest", Digest, nullable=False),
    Column("claim_no", ForeignKey("claims.claim_no"), nullable=False),
    Column("item", Word, nullable=False),
    Column("payee", Word, nullable=False),
    Column("beneficiary", Integer),
    Column("person_digest", Digest),  # who that is: the record may list the relatives in another order tomorrow
    Column("amount_fen", Fen, nullable=False),
    Column("account_digest", Digest),
    Column("decision_id", ForeignKey("decisions.id")),
    Column("state", Word, nullable=False),  # RESERVED, CONSUMED, RELEASED, EXPIRED, BACK (the money came back)
    Column("notice", Word),  # state of the payout notice; None: nothing was announced
    Column("continues", ForeignKey("payouts.id")),  # the returned payment that this one retries
    at_column("expires_at", nullable=False),
    Column("credited_on", Date, index=True),
    Column("verified_fen", Fen),  # advance that was proven when the money was taken: what is above it must be passed on
    at_column("created_at", nullable=False),
    at_column("updated_at", nullable=False),
    CheckConstraint("amount_fen > 0", name="amount"),
    Index("ix_payouts_claim", "claim_no", "state"),
)

obligations = Table(
    "obligations",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("id", Id, nullable=False, unique=True),
    Column("claim_no", ForeignKey("claims.claim_no"), nullable=False, index=True),
    Column("item", Word, nullable=False),
    Column("beneficiary", Integer),  # index in the record's relatives; None: the worker, or not known
    Column("person_digest", Digest),
    Column("source", Digest, nullable=False, unique=True),  # of the settled payment and the share: one duty each
    Column("employer_digest", Digest),
    Column("due_fen", Fen, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("paid_on", Date),
    Column("state", Word, nullable=False),
    Column("late", Boolean, nullable=False),  # lateness stays on record
    Column("slip_document", ForeignKey("documents.id")),
    Column("proof_document", ForeignKey("documents.id")),
    at_column("created_at", nullable=False),
    at_column("updated_at", nullable=False),
    Index("ix_obligations_employer", "employer_digest", "state"),
    Index("ix_obligations_due", "state", "received_on"),
    sqlite_autoincrement=True,
)

steps = Table(
    "steps",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("machine", Word, nullable=False),
    Column("thing", Place, nullable=False),  # id of the flag, decision, obligation …; a claim's number
    Column("claim_no", ForeignKey("claims.claim_no"), index=True),
    Column("event", Word, nullable=False),
    Column("source", Word, nullable=False),
    Column("target", Word, nullable=False),
    Column("actor", Word, nullable=False),
    Column("by_digest", Digest),  # None: the system
    Column("reason_sealed", LargeBinary),
    at_column("at", nullable=False),
    Index("ix_steps_thing", "machine", "thing", "id"),
    Index("ix_steps_event", "machine", "event", "at"),
    sqlite_autoincrement=True,
)
