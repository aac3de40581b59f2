#!/usr/bin/env bash
# python-telegram-bot 22.8: Message.build_reply_arguments drops allow_sending_without_reply unless
# message_thread_id is passed, even as None. A reply to a message deleted meanwhile then fails.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check python-telegram-bot==22.8
env/bin/python - <<'PYTHON'
from datetime import UTC, datetime
import telegram

message = telegram.Message(5, datetime.now(UTC), telegram.Chat(1, "private"), text="a question")
plain = message.build_reply_arguments(allow_sending_without_reply=True)["reply_parameters"]
explicit = message.build_reply_arguments(allow_sending_without_reply=True, message_thread_id=None)
explicit = explicit["reply_parameters"]
print("python-telegram-bot", telegram.__version__)
print("build_reply_arguments(allow_sending_without_reply=True):", plain.to_json())
print("the same with message_thread_id=None:", explicit.to_json())
assert "allow_sending_without_reply" not in plain.to_dict(), "changed: it is passed on"
assert explicit.to_dict()["allow_sending_without_reply"] is True, "changed"
PYTHON
