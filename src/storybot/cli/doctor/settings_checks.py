"""Settings: names that are none, values that cannot work together, secrets that others can read."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from storybot.cli.doctor.findings import Finding, broken, ok, warning
from storybot.cli.views.counted import counted
from storybot.corpus.backends.databases import is_on_server
from storybot.corpus.folder import article_files
from storybot.runtime.setting_names import SECRETS, notices
from storybot.runtime.settings import TELEGRAM_API, Settings

_WEBHOOK_PORTS = {None, 443, 80, 88, 8443}


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """Look at the settings and at the files that they are read from."""
    slips = notices()
    for notice in slips:
        yield warning("settings", notice, "Correct the name, or remove it.")
    if not slips:
        yield ok("settings", "The settings are valid, and all their names are known.")
    yield from _webhook(settings)
    yield from _workers(settings)
    yield from _secrets()
    if not settings.token:
        advice = "@BotFather gives one out; without it there is only the playground."
        yield warning("token", "TELEGRAM_BOT_TOKEN is not set.", advice)


def _webhook(settings: Settings) -> Iterator[Finding]:
    if not settings.webhook_url or settings.api_url != TELEGRAM_API:
        return
    parts = urlsplit(settings.webhook_url)
    if parts.scheme != "https" or parts.port not in _WEBHOOK_PORTS:
        text = "STORYBOT_WEBHOOK_URL: Telegram delivers to https on port 443, 80, 88 or 8443 only."
        yield broken("webhook", text, "Put a proxy in front that serves https, see deploy/.")


def _workers(settings: Settings) -> Iterator[Finding]:
    if settings.workers != 1 and not is_on_server(settings.database):
        text = f"STORYBOT_WORKERS is {settings.workers}, and one process answers from a file."
        yield broken("workers", text, "Set it to 1, or STORYBOT_DATABASE to postgresql://….")


def _secrets() -> Iterator[Finding]:
    files = [Path(".env"), *(Path(os.environ.get(f"{name}_FILE") or ".env") for name in SECRETS)]
    for file in sorted(set(files)):
        try:
            is_open = file.is_file() and file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)
        except OSError:  # whoever is not let into its folder cannot read it
            continue
        if is_open:
            text = f"Everybody on this machine can read {file}, which may hold secrets."
            yield warning("secrets", text, f"chmod 600 {file}")


def corpus_findings(settings: Settings) -> Iterator[Finding]:
    """Look at the corpus folder."""
    folder = settings.corpus
    if not os.path.isdir(folder):  # noqa: PTH112 - a Path's raises where its folder is shut
        advice = "Set STORYBOT_CORPUS to a folder of articles, or make one."
        yield warning("corpus", f"The corpus folder {folder} is not there.", advice)
        return
    if not os.access(folder, os.R_OK | os.X_OK):
        text = f"The corpus folder {folder} cannot be read."
        yield warning("corpus", text, "Let the user that runs the bot read it.")
        return
    # Of a folder that may be listed only, whether its parts are links cannot be told.
    shut = [
        p
        for p in folder.rglob("*")
        if not (os.access(p, os.R_OK) or os.path.islink(p))  # noqa: PTH114 - a Path's raises
    ]
    if shut:
        parts = counted(len(shut), "part")
        text = f"{parts} of the corpus folder cannot be read, such as {shut[0]}."
        yield warning("corpus", text, "Let the user that runs the bot read them.")
        return
    if links := list(_links(folder)):
        text = f"{counted(len(links), 'link')} in the corpus folder, such as {links[0]}."
        yield warning("corpus", text, "Links are not followed: put the files themselves there.")
    count = sum(1 for _ in article_files(folder))
    yield ok("corpus", f"The corpus folder {folder} has {counted(count, 'file')} of articles.")


def _links(folder: Path) -> Iterator[Path]:
    """Yield what is passed over for being a link alone."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_symlink() and not any(part.startswith((".", "_")) for part in parts):
            yield path
