"""The database, the disk under it, the index beside it, and its backups."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storybot.cli.doctor.findings import Finding, broken, ok, warning
from storybot.cli.doctor.server_checks import server_findings
from storybot.cli.views.counted import counted
from storybot.corpus.backends.databases import (
    database_file,
    inspect_database,
    inspect_server,
    is_on_server,
    size_of_log,
)
from storybot.corpus.backends.indexes import is_shared_index, saved_index
from storybot.model.errors import ForeignDatabase, SettingError, StoreError
from storybot.runtime.backups import BackupFolder
from storybot.runtime.new_database import databases_beside, hint
from storybot.runtime.settings import Settings
from storybot.store.database_report import DatabaseReport

_MEBIBYTE = 2**20
_LARGE_LOG = 64 * _MEBIBYTE
_LITTLE_ROOM, _NO_ROOM = 256 * _MEBIBYTE, 16 * _MEBIBYTE
_MOST_WAITING = 100
_ALL = os.R_OK | os.W_OK | os.X_OK
_GIVE = "Give the file and its folder to the user that runs the bot."
_RESTORE = "Stop the bot, put the newest backup in its place, and see the operator's guide."


async def database_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the database without changing it; nothing more where it cannot be read."""
    look = _on_server if is_on_server(settings.database) else _in_file
    async for finding in look(settings):
        yield finding


async def _in_file(settings: Settings) -> AsyncIterator[Finding]:
    path = database_file(settings.database)
    if path is None:
        text = "The database is in memory: nothing is kept."
        yield warning("database", text, "Set STORYBOT_DATABASE to a file.")
        return
    if finding := _unreadable(path):
        yield finding
        return
    try:
        report = await inspect_database(path)
    except StoreError as error:
        advice = error.ADVICE if isinstance(error, ForeignDatabase) else _RESTORE
        yield broken("database", str(error), advice)
        return
    for finding in _structure(path, report):
        yield finding
    for finding in _room(path):
        yield finding
    is_read = report.schema == report.newest_schema  # of another one, nothing is counted
    if is_read and (report.generation or not report.problems):
        for finding in _contents(settings, report):
            yield finding
    async for finding in _backups(settings):
        yield finding


def _unreadable(path: Path) -> Finding | None:
    """Say why there is nothing to look into; None where there is."""
    try:
        if not path.exists():
            near = hint(path, sorted(databases_beside(path)))
            text = f"There is no database {path}{near}"
            return warning("database", text, "The first start makes it; is the path the right one?")
    except OSError as error:
        text = f"The database {path} cannot be looked at: {error.strerror}."
        return broken("database", text, "Let the user that runs the bot into its folder.")
    if not path.is_file():
        return broken("database", f"{path} is no file.", "Correct STORYBOT_DATABASE.")
    if not os.access(path, os.R_OK):
        return broken("database", f"The database {path} may not be read.", _GIVE)
    return None


async def _on_server(settings: Settings) -> AsyncIterator[Finding]:
    try:
        found = await inspect_server(settings.database)
    except (SettingError, StoreError) as error:
        yield broken("database", str(error), "")
        return
    for finding in server_findings(found):
        yield finding
    if found.report.schema == found.report.newest_schema:
        for finding in _contents(settings, found.report):
            yield finding
    if settings.backups:
        text = "STORYBOT_BACKUPS is set, but a database on a server is not backed up by the bot."
        yield warning("backups", text, "Use pg_dump or WAL archiving: docs/scaling.md.")


def _structure(path: Path, report: DatabaseReport) -> Iterator[Finding]:
    if report.schema > report.newest_schema:
        text = f"A newer storybot made {path}: schema {report.schema}, not {report.newest_schema}."
        yield broken("schema", text, "Start the newer storybot, or restore an older backup.")
    elif report.schema < report.newest_schema:
        text = f"{path} has schema {report.schema}; the next start makes it {report.newest_schema}."
        yield warning("schema", text, "Back it up before: storybot backup FILE.")
    if report.problems:
        text = f"{path} is damaged: {'; '.join(report.problems[:3])}."
        yield broken("integrity", text, _RESTORE)
    if report.damaged:
        text = f"Altered on the disk, and so not quoted: {', '.join(report.damaged[:3])}."
        yield broken("hashes", text, "Passages: storybot reindex. Articles: add them again.")
    if report.audit and report.audit.broken is not None:
        text = f"The audit is broken at line {report.audit.broken}: {report.audit.problem}."
        yield broken("audit", text, "Somebody altered the file; compare with a backup.")
    if report.schema <= report.newest_schema and not (report.problems or report.damaged):
        articles = counted(report.articles, "live article")
        holds = f": {articles}" if report.schema == report.newest_schema else ""
        yield ok("database", f"The database {path} is whole{holds}.")


def _room(path: Path) -> Iterator[Finding]:
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        text = f"The database {path}, or its folder, may not be written."
        yield broken("database", text, _GIVE)
    free = shutil.disk_usage(path.parent).free
    if free < _LITTLE_ROOM:
        text = f"{free // _MEBIBYTE} MiB are free on the disk of the database."
        say = broken if free < _NO_ROOM else warning
        yield say("disk", text, "Make room: a full disk stops changes and questions.")
    else:
        yield ok("disk", f"{free // _MEBIBYTE} MiB are free on the disk of the database.")
    log = size_of_log(path)
    if log > _LARGE_LOG:
        text = f"The log beside the database holds {log // _MEBIBYTE} MiB of changes."
        advice = "Something keeps it from being merged: end programs that hold the file open."
        yield warning("log", text, advice)


def _contents(settings: Settings, report: DatabaseReport) -> Iterator[Finding]:
    if not report.articles:
        yield warning(
            "articles", "No article is live: nothing is answered.", "Add some: storybot add FOLDER."
        )
    if report.newest_change and report.newest_change > datetime.now(UTC) + timedelta(minutes=5):
        text = f"The newest change is of {report.newest_change:%Y-%m-%d %H:%M} UTC, in the future."
        yield warning("clock", text, "Set this machine's clock, or see who set it back.")
    if report.dead:
        text = f"Given up after three tries in the last day: {counted(report.dead, 'update')}."
        yield warning("inbox", text, "The log says why; please report it.")
    if report.waiting > _MOST_WAITING:
        text = f"{report.waiting} updates wait to be answered."
        yield warning("inbox", text, "Is the bot running, and has it enough CPU?")
    if settings.token and not settings.owners:
        named = f"; named already: {report.moderators}" if report.moderators else ""
        text = f"STORYBOT_OWNERS is empty, so nobody can name moderators in the chat{named}."
        yield warning("owners", text, "Set it to your numeric Telegram user id.")
    if not is_shared_index(settings.index):
        yield from _index(settings, report)


def _index(settings: Settings, report: DatabaseReport) -> Iterator[Finding]:
    saved = saved_index(settings.index, settings.database)
    if saved is None:
        passages = counted(report.passages, "passage")
        yield ok("index", f"The index is made at the start, of {passages}.")
    elif saved.generation is None:
        text = "The saved index is damaged and cannot be used."
        yield warning("index", text, "The next start makes it anew; see that the disk is sound.")
    elif tuple(saved.generation) == report.generation and saved.passages != report.passages:
        has = counted(saved.passages, "passage")
        text = f"The index has {has}, the database {report.passages}."
        yield broken("index", text, "storybot reindex")
    else:
        yield ok("index", f"The saved index has {counted(saved.passages, 'passage')}.")


async def _backups(settings: Settings) -> AsyncIterator[Finding]:
    if not settings.backups:
        advice = "Set STORYBOT_BACKUPS to a folder on another disk."
        yield warning("backups", "No backups are made by the bot.", advice)
        return
    if os.access(settings.backups, os.F_OK) and not os.access(settings.backups, _ALL):
        text = f"The folder of backups {settings.backups} may not be read or written."
        yield broken("backups", text, "Give it to the user that runs the bot.")
        return
    folder = BackupFolder(settings.backups, settings.backups_kept)
    if folder.age is None:
        others = " but of the future: the clock was or is wrong" if folder.files() else ""
        text = f"There is no backup in {settings.backups}{others}."
        yield warning("backups", text, "storybot backup makes one now.")
        return
    if folder.age > timedelta(hours=2 * settings.backup_hours):
        text = f"The newest backup is {folder.age.total_seconds() / 3600:.0f} hours old."
        yield broken("backups", text, "See the log for why; storybot backup makes one now.")
    newest = folder.files()[-1][1]
    try:
        report = await inspect_database(newest)
        problem = "; ".join([*report.problems, *report.damaged][:3])
    except StoreError as error:
        problem = str(error)
    if problem:
        yield broken("backups", f"The backup {newest} is damaged: {problem}", "storybot backup")
    else:
        yield ok("backups", f"The backup {newest} is whole.")
