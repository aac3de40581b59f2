"""Transitions of an article's standing: people's decisions prevail over sources.

An article **follows** its source until a person decides on it: retracts it, corrects it, restores
or undoes. From then on it is **held**: whatever the source brings is stored as a version that
**waits**, and only a person can take it. A person who makes the source's last version current and
live returns the article to its source. The reason for a new version from the source is irrelevant,
a new text or a new program that reads the old one differently.

Every function is pure; `corpus/corpus.py` calls each under its lock, and the store refuses what was
decided on a standing that is no longer there.
"""

from typing import NamedTuple

from storybot.model.changes import Action
from storybot.model.documents import State
from storybot.model.headings import Standing


def is_person(actor: str) -> bool:
    """Return whether an actor's addition is a person's decision, if the caller does not say."""
    return actor.startswith("telegram:")


class Move(NamedTuple):
    """A change of a standing, with its name in the audit."""

    action: Action
    after: Standing


def arrive(now: Standing | None) -> Move:
    """Handle new content from a source: it is taken, or it waits."""
    if now is None:
        return Move(Action.ADD, Standing(1, State.LIVE, arrived=1))
    number = now.newest + 1
    if now.held:
        return Move(Action.WAIT, now._replace(arrived=number, newest=number))
    return Move(Action.UPDATE, Standing(number, State.LIVE, arrived=number, newest=number))


def arrive_again(now: Standing) -> Move | None:
    """Handle unchanged content from a source: a change only if the source had been gone."""
    if now.held or now.state is State.LIVE:
        return None
    return Move(Action.RESTORE, now._replace(state=State.LIVE, arrived=now.version))


def leave(now: Standing) -> Move | None:
    """Handle a source that is gone: retract what follows it; a person's decision stands."""
    if now.held or now.state is State.RETRACTED:
        return None
    return Move(Action.RETRACT, now._replace(state=State.RETRACTED, arrived=0))


def write(now: Standing | None) -> Move:
    """Let a person give the article a text: it is current, and stays so."""
    if now is None:
        return Move(Action.ADD, Standing(1, State.LIVE, held=True))
    number = now.newest + 1
    after = Standing(number, State.LIVE, held=True, arrived=now.arrived, newest=number)
    return Move(Action.UPDATE, after)


def decide(now: Standing, version: int, state: State) -> Standing:
    """Let a person choose a version, and whether it may be quoted."""
    follows = state is State.LIVE and version == now.arrived
    return now._replace(version=version, state=state, held=not follows)
