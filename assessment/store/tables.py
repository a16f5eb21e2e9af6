"""The tables, the same in SQLite and PostgreSQL. Times are UTC as ISO text, values canonical JSON as text.

`events` only grows: triggers refuse to change or remove a row, whoever asks.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint
from sqlalchemy.engine import Connection

VERSION = 1
APPLICATION = 0x53524131  # "SRA1" in the header of a SQLite file: this file is one of ours

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

scorecards = Table(
    "scorecards",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("files", Text, nullable=False),
)

assessments = Table(
    "assessments",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("name", Text, nullable=False),
    Column("profile", Text),
    Column("township", Text, nullable=False),
    Column("illustrative", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("date", String(10), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("scorecard_hash", ForeignKey("scorecards.hash"), nullable=False),
    Column("project", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("summary", Text, nullable=False),
    Column("origin", Text, unique=True),
    Column("created_at", String(32), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("changed_at", String(32), nullable=False),
    Index("assessments_by_change", "archived", "changed_at"),
)

entries = Table(
    "entries",
    metadata,
    Column("assessment_id", ForeignKey("assessments.id"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("place", Integer, nullable=False),  # the order in which answers were added, kept for display
)

events = Table(
    "events",
    metadata,
    Column("assessment_id", ForeignKey("assessments.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("key", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("undoes", Integer),
    Column("request", Text),
    UniqueConstraint("assessment_id", "request"),
)

REFUSE = "events only grow"
SQLITE_TRIGGERS = {
    "events_unchanged": f"CREATE TRIGGER events_unchanged BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END",
    "events_kept": f"CREATE TRIGGER events_kept BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END",
    # INSERT OR REPLACE removes the row in its way without firing the trigger above
    "events_unreplaced": (
        "CREATE TRIGGER events_unreplaced BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events WHERE "
        "assessment_id = NEW.assessment_id AND (seq = NEW.seq OR request = NEW.request)) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
    ),
}
POSTGRES_TRIGGERS = {
    "events_unchanged": (
        "CREATE TRIGGER events_unchanged BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION events_only_grow()"
    ),
    "events_kept": "CREATE TRIGGER events_kept BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_only_grow()",
}
POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION events_only_grow() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSE}'; END $$"
)


def create(connection: Connection) -> None:
    """All tables, triggers and the schema version, in the transaction of `connection`."""
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for statement in SQLITE_TRIGGERS.values():
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
    else:
        connection.exec_driver_sql(POSTGRES_FUNCTION)
        for statement in POSTGRES_TRIGGERS.values():
            connection.exec_driver_sql(statement)
    connection.execute(meta.insert().values(key="version", value=str(VERSION)))


def missing_triggers(connection: Connection) -> list[str]:
    """The triggers that are absent, altered or switched off."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        there = {row.name: row.sql for row in rows}
        return [name for name, sql in SQLITE_TRIGGERS.items() if there.get(name) != sql]
    query = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'events'::regclass AND NOT tgisinternal AND tgenabled <> 'D'"
    enabled = {name for (name,) in connection.exec_driver_sql(query)}
    return [name for name in POSTGRES_TRIGGERS if name not in enabled]
