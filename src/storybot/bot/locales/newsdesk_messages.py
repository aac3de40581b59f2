"""Messages of the desk that come by themselves, and about what is due later."""

from pydantic import BaseModel, ConfigDict


class DeskMessages(BaseModel):
    """Everything about watched files, feeds, plans and the history, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command_follow: str
    command_planned: str
    help: str
    help_owner: str
    file_refused: str
    file_stands: str
    file_absent: str
    follow_usage: str
    followed: str
    followed_already: str
    unfollowed: str
    not_followed: str
    feeds_none: str
    feed_line: str
    feed_unread: str
    feed_trouble: str
    feed_brought: str
    button_later: str
    button_plan: str
    button_reason: str
    ask_later: str
    ask_reason: str
    due: str
    planned_addition: str
    planned_retraction: str
    planned_hint: str
    planned_none: str
    button_call_off: str
    called_off: str
    call_off_late: str
    plan_due: str
    plan_failed: str
    plan_dismissed: str
    history_hint: str
    button_newer: str
    button_older: str
    file_gone: str
    file_gone_retracted: str
