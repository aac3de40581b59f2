"""A database on a server: whether it can be reached, is whole, and keeps what was confirmed."""

from collections.abc import Iterator

from storybot.cli.doctor.findings import Finding, broken, ok, warning
from storybot.cli.views.counted import counted
from storybot.store.database_report import ServerReport

_RESTORE = "Compare with a backup (pg_restore into another database), and see docs/scaling.md."
_MOST_USED = 0.8


def server_findings(found: ServerReport) -> Iterator[Finding]:
    """Judge a server and the tables of a story on it."""
    yield from _server(found)
    yield from _structure(found)


def _server(found: ServerReport) -> Iterator[Finding]:
    if found.is_standby:
        text = f"The server of {found.name} is a standby: nothing can be changed."
        yield broken("database", text, "Name the primary in STORYBOT_DATABASE.")
    elif found.is_read_only:
        text = f"The server of {found.name} takes no changes: default_transaction_read_only is on."
        yield broken("database", text, "See why it was set, as for a full disk, and reset it.")
    for setting in found.unsafe:
        text = f"PostgreSQL runs with {setting}: a crash loses what was confirmed."
        yield broken("durability", text, f"Set it on: ALTER SYSTEM RESET {setting.split()[0]}.")
    if not found.has_checksums:
        text = "PostgreSQL runs without checksums of its pages."
        advice = "A damaged disk goes unnoticed longer: pg_checksums --enable, while it is stopped."
        yield warning("checksums", text, advice)
    if found.connections > _MOST_USED * found.most_connections:
        text = f"{found.connections} of {found.most_connections} connections are in use."
        yield warning("connections", text, "Raise max_connections, or lower ?connections=.")


def _structure(found: ServerReport) -> Iterator[Finding]:
    report, name = found.report, found.name
    if report.schema > report.newest_schema:
        text = f"A newer storybot made {name}: schema {report.schema}, not {report.newest_schema}."
        yield broken("schema", text, "Start the newer storybot.")
    elif not report.schema:
        text = f"The database {name} is empty."
        yield warning("schema", text, "The first start makes its tables; is it the right one?")
    elif report.schema < report.newest_schema:
        text = f"{name} has schema {report.schema}; the next start makes it {report.newest_schema}."
        yield warning("schema", text, "Back it up before: pg_dump --format=custom.")
    if report.schema < report.newest_schema and not found.makes_tables:
        text = f"This user may not make tables in {name}."
        yield broken(
            "rights", text, "Start once as the owner of the schema, or grant CREATE on it."
        )
    if report.problems:
        yield broken("integrity", f"{name}: {'; '.join(report.problems[:3])}.", _RESTORE)
    if report.damaged:
        text = f"Altered in the database, and so not quoted: {', '.join(report.damaged[:3])}."
        yield broken("hashes", text, "Passages: storybot reindex. Articles: add them again.")
    if report.audit and report.audit.broken is not None:
        text = f"The audit is broken at line {report.audit.broken}: {report.audit.problem}."
        yield broken("audit", text, "Somebody altered the tables; compare with a backup.")
    if report.schema == report.newest_schema and not (report.problems or report.damaged):
        text = f"The database {name} is whole: {counted(report.articles, 'live article')}."
        yield ok("database", f"{text} PostgreSQL {found.version}.")
