"""How an article's standing changes: the one rule on who has the last word.

An article **follows** its source until a person decides on it: retracts it, corrects it, restores
or undoes. From then on it is **held**: what the source brings, by whichever way, is kept as a
version that **waits**, and only a person can take it. A person who makes current and live what the
source brought last gives the article back to its source. Nobody asks why a source brings something
else, a new text or a new program that reads the old one differently.

Every function is pure; `corpus/corpus.py` calls each under its lock, and the store refuses what was
decided on a standing that is no longer there.
"""

from typing import NamedTuple

from storybot.model.changes import Action
from storybot.model.documents import State
from storybot.model.headings import Standing


def is_person(actor: str) -> bool:
    """Tell whether what an actor adds is a person's decision, where the caller does not say."""
    return actor.startswith("telegram:")


class Move(NamedTuple):
    """A change of a standing, under its name in the audit."""

    action: Action
    after: Standing


def arrive(now: Standing | None) -> Move:
    """Let a source bring something that it did not say before: it is taken, or it waits."""
    if now is None:
        return Move(Action.ADD, Standing(1, State.LIVE, arrived=1))
    number = now.newest + 1
    if now.held:
        return Move(Action.WAIT, now._replace(arrived=number, newest=number))
    return Move(Action.UPDATE, Standing(number, State.LIVE, arrived=number, newest=number))


def arrive_again(now: Standing) -> Move | None:
    """Let a source say what it said before: that changes something only if it had gone."""
    if now.held or now.state is State.LIVE:
        return None
    return Move(Action.RESTORE, now._replace(state=State.LIVE, arrived=now.version))


def leave(now: Standing) -> Move | None:
    """Let a source go: what follows it is retracted; what a person decided stands."""
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
