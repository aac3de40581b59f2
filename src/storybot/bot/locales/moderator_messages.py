"""Messages for moderators, in one language."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

Plural = Mapping[str, str]
"""A text for each plural category."""


class Moderating(BaseModel):
    """Everything about changing the corpus from the chat, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    help: str
    help_owner: str
    moderators_only: str
    owners_only: str
    command_add: str
    command_retract: str
    command_restore: str
    command_undo: str
    command_history: str
    command_show: str
    command_find: str
    command_edit: str
    command_audit: str
    command_moderators: str
    command_gaps: str
    command_stats: str
    add_usage: str
    number_below: str
    not_fetched: str
    draft_gone: str
    new_article: str
    new_version: str
    same_source: str
    same_title: str
    brings_back: str
    paragraphs: Plural
    paragraphs_kept: Plural
    paragraphs_more: Plural
    left_out: Plural
    no_publisher: str
    no_date: str
    no_publisher_no_date: str
    maybe_cut: str
    alike: str
    changes: str
    changes_none: str
    changes_more: Plural
    field_title: str
    field_date: str
    field_link: str
    field_publisher: str
    field_authors: str
    field_language: str
    ask_title: str
    ask_date: str
    ask_link: str
    ask_publisher: str
    ask_authors: str
    ask_lines: str
    ask_target: str
    mended: str
    card_outdated: str
    button_add: str
    button_add_new: str
    button_version: str
    button_dropped: str
    button_put_back: str
    button_version_of: str
    button_cancel: str
    button_undo: str
    not_added: str
    added: str
    updated: str
    unchanged: str
    unchanged_twin: str
    unchanged_retracted: str

    retract_usage: str
    retract_ask: str
    retract_shown: str
    retract_reason: str
    retract_changed: str
    button_retract: str
    restore_usage: str
    now_retracted: str
    now_live: str
    waiting: str
    undo_ask: str
    button_take_back: str
    undone_retracted: str
    undone_live: str
    done: str
    not_changed: str

    gaps_head: str
    gaps_none: str
    quoted: str
    gap_unworded: str
    gap_asked: Plural
    gap_readers: Plural
    gap_unanswered: str
    gap_down: str
    gap_again: str
    button_gap_answer: str
    gap_ask: str
    gap_gone: str
    door_private: str
    door_group: str
    door_guest: str
    door_inline: str

    stats_none: str
    stats_questions: Plural
    stats_days: str
    stats_share: str
    stats_doors: str
    stats_times: str

    corrections_of: str
    corrections_done: str
    corrected_answers: Plural
    corrected_chats: Plural
    corrections_missed: Plural

    history_empty: str
    name_usage: str
    find_usage: str
    found_none: str
    restore_ask: str
    button_restore: str
    audit_empty: str
    audit_whole: str
    audit_lines: Plural
    audit_broken: str
    action_grant: str
    action_revoke: str
    change: str
    action_add: str
    action_update: str
    action_retract: str
    action_restore: str
    action_undo: str
    action_undone: str
    action_wait: str
    state_live: str
    state_retracted: str

    moderators_usage: str
    moderators_who: str
    moderators_none: str
    moderators_count: Plural
    moderator_named: str
    moderator_ask: str
    button_name: str
    moderator_dismissed: str
    moderator_unknown: str
