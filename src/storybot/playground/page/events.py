"""The event stream that keeps the page up to date.

Server-sent events: `stage` when chats or menus have changed, `message` for a new or changed
message, `gone` for a deleted one. A new connection starts with `hello`, replays everything, so a
broken connection loses nothing, and says `replayed`; later events are `fresh`.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from storybot.playground.objects.bot_api_objects import Message
from storybot.playground.page.stage import SceneKey, Stage
from storybot.playground.page.views import stage_view
from storybot.playground.world.rooms import Posted

_BEAT_SECONDS = 15.0
"""Interval of keep-alives on an idle connection, to detect closed ones."""


async def events(stage: Stage) -> AsyncIterator[str]:
    """Yield the state as events, then the changes."""
    told = _Told(stage)
    yield _event("hello", {})
    while True:
        rung = stage.telegram.bell.next_ring
        for event in told.news():
            yield event
        try:
            async with asyncio.timeout(_BEAT_SECONDS):
                await rung.wait()
        except TimeoutError:
            yield ": still here\n\n"


class _Told:
    """The state already sent over one connection."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._view = ""
        self._is_fresh = False
        self._messages: dict[tuple[SceneKey, int, int], Message] = {}
        """By chat, person who alone sees it, and id."""

    def news(self) -> Iterator[str]:
        """Yield events for all changes since the last call."""
        view = stage_view(self._stage).model_dump_json()
        if view != self._view:
            self._view = view
            yield f"event: stage\ndata: {view}\n\n"
        for key, scene in self._stage.scenes.items():
            for message in scene.room.everything():
                posted = Posted.of(scene.room, message)
                place = key, posted.person, posted.message_id
                if self._messages.get(place) is not message:
                    self._messages[place] = message
                    told = {"chat": key, "message": message.as_json(), "fresh": self._is_fresh}
                    yield _event("message", told)
        for key, person, message_id in list(self._messages):
            if Posted(self._stage.scenes[key].room, message_id, person).is_deleted:
                del self._messages[key, person, message_id]
                gone = {"chat": key, "message_id": message_id, "person": person}
                yield _event("gone", gone)
        if not self._is_fresh:
            self._is_fresh = True
            yield _event("replayed", {})


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
