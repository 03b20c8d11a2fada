"""Triggers that hold the invariants CHECKs cannot: append-only tables and final states, on both engines.

SQLite drops a table's triggers when a batch alter rebuilds it: a revision that alters a guarded table calls
`protect` again, and a test lists the triggers after the newest revision.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Guard:
    """What is refused on one table.

    Args:
        table: the table's name.
        keys: its unique keys, each a tuple of columns: on SQLite an `INSERT OR REPLACE` is refused by them.
        may_delete: whether rows may be deleted.
        update_refused_when: SQL condition on OLD and NEW under which an UPDATE is refused; `None` = always refused.
        partial_key: SQL condition on a row and NEW under which a partial unique index holds them apart.
    """

    table: str
    keys: tuple[tuple[str, ...], ...]
    may_delete: bool = False
    update_refused_when: str | None = None
    partial_key: str | None = None

    @property
    def triggers(self) -> tuple[str, ...]:
        """Names of the triggers on SQLite."""
        verbs = ("insert", "update") if self.may_delete else ("insert", "update", "delete")
        return tuple(f"{self.table}_guard_{verb}" for verb in verbs)


ENVELOPE_LIFE = """
    OLD.serial <> NEW.serial OR OLD.office_code <> NEW.office_code OR OLD.number <> NEW.number
    OR OLD.credential_id <> NEW.credential_id OR OLD.identification_id <> NEW.identification_id
    OR OLD.visit_id <> NEW.visit_id OR OLD.desk_id <> NEW.desk_id OR OLD.reserved_at <> NEW.reserved_at
    OR NOT (
        (OLD.state = 'reserved' AND NEW.state IN ('reserved', 'printed', 'spoiled'))
        OR (OLD.state = 'printed' AND NEW.state IN ('printed', 'handed-over', 'spoiled'))
        OR (OLD.state = 'handed-over' AND NEW.state IN ('returned'))
    )
"""

CREDENTIAL_LIFE = """
    OLD.id <> NEW.id OR OLD.person_id <> NEW.person_id OR OLD.scope <> NEW.scope OR OLD.decision_id <> NEW.decision_id
    OR OLD.state = 'closed'
    OR (OLD.state IN ('active', 'blocked') AND NEW.state = 'pending')
"""

CREDENTIAL_MOVES = CREDENTIAL_LIFE.replace(
    "OLD.person_id <> NEW.person_id",
    """(OLD.person_id <> NEW.person_id
        AND NOT EXISTS (SELECT 1 FROM person WHERE id = OLD.person_id AND merged_into = NEW.person_id))""",
).replace(
    "OLD.state = 'closed'",
    "(OLD.state = 'closed' AND (OLD.person_id = NEW.person_id OR NEW.state <> 'closed' OR OLD.cause <> NEW.cause))",
)
"""A PIN goes along, the closed ones too, when two rows are found to be one person."""

ONE_OPEN_PIN = "person_id = NEW.person_id AND scope = NEW.scope AND state <> 'closed' AND NEW.state <> 'closed'"

ERASURE_ONLY = "NOT (NEW.text IS NULL AND NEW.entry_id = OLD.entry_id AND NEW.salt = OLD.salt)"

SUSPICION_LIFE = """
    OLD.id <> NEW.id OR OLD.person_id <> NEW.person_id OR OLD.visit_id <> NEW.visit_id OR OLD.note <> NEW.note
    OR OLD.raised_by <> NEW.raised_by OR OLD.raised_at <> NEW.raised_at
    OR OLD.state <> 'open' OR NEW.state = 'open'
"""

ONE_OPEN_SUSPICION = "person_id = NEW.person_id AND state = 'open' AND NEW.state = 'open'"

FIRST = (
    Guard("register_entry", (("id",), ("desk", "seq"))),
    Guard("register_details", (("entry_id",),), update_refused_when=ERASURE_ONLY),
    Guard("decision", (("id",),)),
    Guard("identification", (("id",),)),
    Guard("printout", (("id",), ("number",))),
    Guard("act_key", (("key",),)),
    Guard("envelope", (("serial",), ("credential_id",), ("office_code", "number")), False, ENVELOPE_LIFE),
    Guard("credential", (("id",),), False, CREDENTIAL_LIFE, ONE_OPEN_PIN),
    Guard("marker", (("id",),)),
)
"""Those of revision 0001."""
EDITIONS = (Guard("norm_edition", (("digest",),)),)
"""Those of revision 0002."""
VALUES_ERASED = """NOT (
    NEW.old_value IS NULL AND NEW.new_value IS NULL AND NEW.id = OLD.id AND NEW.person_id = OLD.person_id
    AND NEW.visit_id = OLD.visit_id AND NEW.operator_id = OLD.operator_id AND NEW.changed_at = OLD.changed_at
    AND NEW.business_date = OLD.business_date AND NEW.field = OLD.field
)"""
CORRECTIONS = (
    Guard("person_change", (("id",),), update_refused_when=VALUES_ERASED),
    Guard("credential", (("id",),), False, CREDENTIAL_MOVES, ONE_OPEN_PIN),
)
"""Those of revision 0003."""
REPRESENTATION = (
    Guard("representation", (("identification_id",),)),
    Guard("unable_to_sign", (("identification_id",),)),
)
"""Those of revision 0006."""
SUSPICIONS = (Guard("suspicion", (("id",),), False, SUSPICION_LIFE, ONE_OPEN_SUSPICION),)
"""Those of revision 0007."""
WIPED = """NOT (
    NEW.sealed IS NULL AND NEW.id = OLD.id AND NEW.visit_id = OLD.visit_id AND NEW.operator_id = OLD.operator_id
    AND NEW.kind = OLD.kind AND NEW.media_type = OLD.media_type AND NEW.size = OLD.size AND NEW.digest = OLD.digest
    AND NEW.business_date = OLD.business_date AND NEW.attached_at = OLD.attached_at
    AND EXISTS (SELECT 1 FROM visit WHERE id = OLD.visit_id AND outcome IN ('abandoned', 'looked-up'))
)"""
"""A copy goes only with a visit that led to nothing; what is left says that there was one."""
ONE_COPY = "digest = NEW.digest AND sealed IS NOT NULL AND NEW.sealed IS NOT NULL"
ATTACHMENTS = (Guard("attachment", (("id",),), False, WIPED, ONE_COPY),)
"""Those of revision 0009."""
UNSPOILED = "EXISTS (SELECT 1 FROM envelope WHERE visit_id = OLD.visit_id AND state <> 'spoiled')"
LEFTOVERS = (Guard("attachment", (("id",),), False, f"{WIPED} OR {UNSPOILED}", ONE_COPY),)
"""Those of revision 0012: an envelope in doubt, or handed over, keeps the copies of its visit."""
_ALL = (*FIRST, *EDITIONS, *CORRECTIONS, *REPRESENTATION, *SUSPICIONS, *ATTACHMENTS, *LEFTOVERS)
GUARDS = (*{guard.table: guard for guard in _ALL}.values(),)

WHO_STAYS = ("visit", "credential")
"""Tables of which no row begins for a person who went over into another: that one stands for both (revision 0015)."""
_WENT_OVER = "EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id AND merged_into IS NOT NULL)"


def protect(connection: Connection, guards: tuple[Guard, ...] = GUARDS) -> None:
    """(Re)create the triggers of `guards`."""
    for guard in guards:
        for statement in _sqlite(guard) if connection.dialect.name == "sqlite" else _postgresql(guard):
            connection.execute(text(statement))


def keep_to_who_stays(connection: Connection) -> None:
    """(Re)create the triggers of `WHO_STAYS`."""
    for table in WHO_STAYS:
        name, refused = f"{table}_who_stays", f"'{table}: this person went over into another'"
        connection.execute(
            text(f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.dialect.name == "sqlite" else f" ON {table}"))
        )
        begins = f"CREATE TRIGGER {name} BEFORE INSERT ON {table}"
        if connection.dialect.name == "sqlite":
            connection.execute(text(f"{begins} WHEN {_WENT_OVER} BEGIN SELECT RAISE(ABORT, {refused}); END"))
            continue
        connection.execute(
            text(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {_WENT_OVER} "
                f"THEN RAISE EXCEPTION {refused} USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$"
            )
        )
        connection.execute(text(f"{begins} FOR EACH ROW EXECUTE FUNCTION {name}()"))


def _sqlite(guard: Guard) -> list[str]:
    name = guard.table
    refuse = f"SELECT RAISE(ABORT, '{name}: this change is refused')"
    # a REPLACE also fires on the hidden row number, which is -1 here unless the statement names it
    keys = (("rowid",), *guard.keys)
    alike = [" AND ".join(f"{key} = NEW.{key}" for key in columns) for columns in keys]
    same = " OR ".join(f"({condition})" for condition in (*alike, guard.partial_key) if condition)
    statements = [f"DROP TRIGGER IF EXISTS {trigger}" for trigger in guard.triggers]
    statements.append(
        f"CREATE TRIGGER {name}_guard_insert BEFORE INSERT ON {name} "  # noqa: S608 - our own names
        f"WHEN EXISTS (SELECT 1 FROM {name} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: {name}'); END"
    )
    when = f"WHEN OLD.rowid <> NEW.rowid OR {guard.update_refused_when} " if guard.update_refused_when else ""
    statements.append(f"CREATE TRIGGER {name}_guard_update BEFORE UPDATE ON {name} {when}BEGIN {refuse}; END")
    if not guard.may_delete:
        statements.append(f"CREATE TRIGGER {name}_guard_delete BEFORE DELETE ON {name} BEGIN {refuse}; END")
    return statements


def _postgresql(guard: Guard) -> list[str]:
    name = guard.table
    condition = f"TG_OP = 'UPDATE' AND NOT ({guard.update_refused_when})" if guard.update_refused_when else "FALSE"
    if guard.may_delete:
        condition += " OR TG_OP = 'DELETE'"
    return [
        f"CREATE OR REPLACE FUNCTION {name}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RETURN COALESCE(NEW, OLD); END IF; "
        f"RAISE EXCEPTION '{name}: this change is refused' USING ERRCODE = 'restrict_violation'; END $$",
        f"CREATE OR REPLACE FUNCTION {name}_guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{name}: this change is refused' USING ERRCODE = 'restrict_violation'; END $$",
        f"DROP TRIGGER IF EXISTS {name}_guard ON {name}",
        f"DROP TRIGGER IF EXISTS {name}_guard_truncate ON {name}",
        f"CREATE TRIGGER {name}_guard BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION {name}_guard()",
        f"CREATE TRIGGER {name}_guard_truncate BEFORE TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_guard_truncate()",
    ]
