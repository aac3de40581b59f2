#!/bin/sh
# The program with the settings of the service, for root: sudo storybot doctor, list, backup, …
# storybot.service gives the bot the same; a test compares them.
set -a
TELEGRAM_BOT_TOKEN_FILE=/etc/storybot/token
STORYBOT_DATABASE=sqlite:////var/lib/storybot/storybot.db
STORYBOT_BACKUPS=/var/lib/storybot/backups
STORYBOT_CORPUS=/opt/storybot/corpus
PYTHONDONTWRITEBYTECODE=1
set +a
# Read as systemd reads it, where "&", "$" and a space in a value are no more than themselves.
environment=/etc/storybot/environment
if [ -r "$environment" ]; then
    while read -r line || [ -n "$line" ]; do
        name=${line%%=*} value=${line#*=}
        case $line in '#'* | ';'*) continue ;; *=*) ;; *) continue ;; esac
        case $name in '' | [0-9]* | *[!A-Za-z0-9_]*) continue ;; esac
        case $value in
            \"*\") value=${value#\"} value=${value%\"} ;;
            \'*\') value=${value#\'} value=${value%\'} ;;
        esac
        export "$name=$value"
    done <"$environment"
fi
exec /opt/storybot/.venv/bin/storybot "$@"
