#!/bin/sh
# The program with the settings of the service, for root: sudo storybot doctor, list, backup, …
# storybot.service gives the bot the same; a test compares them.
set -a
TELEGRAM_BOT_TOKEN_FILE=/etc/storybot/token
STORYBOT_DATABASE=sqlite:////var/lib/storybot/storybot.db
STORYBOT_BACKUPS=/var/lib/storybot/backups
STORYBOT_CORPUS=/opt/storybot/corpus
PYTHONDONTWRITEBYTECODE=1
if [ -r /etc/storybot/environment ]; then . /etc/storybot/environment; fi
exec /opt/storybot/.venv/bin/storybot "$@"
