"""Hostile addresses sent to the bot, whose every socket is noted.

``python -m faults.addresses FILE bot`` runs the bot so: FILE gets a line for each address that a
socket is connected to, and names of the web lead to where `_NAMES` says.
"""

import asyncio
import gzip
import os
import sys
import time
from itertools import cycle
from pathlib import Path

from faults.world import Row, answer_seconds, refuses, stop
from storybot.playground.world.people import Person
from worlds.bot_process import new_world
from worlds.web_server import Server, http

_SERVER = "127.0.0.2"
"""Where the web is in this run; every other address is judged as it always is."""
_NAMES = {
    "kelm.example": [_SERVER],
    "inside.example": ["10.0.0.5"],
    "both.example": [_SERVER, "127.0.0.1"],
    "mapped.example": ["::ffff:192.168.0.1"],
    "none.example": [],
}
_HOSTS = (
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "10.0.0.1"),
    *("172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "localhost"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
    *("[fd12:3456::1]", "[fe80::1]", "127.0.0.1:6379", "user:word@127.0.0.1"),
    *("inside.example", "both.example", "mapped.example", "none.example"),
)
_PATHS = {
    "/inside": http(status="302 Found", Location="http://127.0.0.1/"),
    "/metadata": http(status="307 Moved", Location="http://169.254.169.254/latest/"),
    "/decimal": http(status="301 Moved", Location="//2130706433/"),
    "/named": http(status="302 Found", Location="http://inside.example/"),
    "/port": http(status="302 Found", Location="http://kelm.example:6379/"),
    "/file": http(status="302 Found", Location="file:///etc/passwd"),
    "/round": http(status="302 Found", Location="/round"),
    "/closed/page": http(b"<p>closed to bots</p>"),
    "/missing": http(status="404 Not Found"),
    "/broken": http(status="500 Trouble"),
    "/large": http(bytes(5_000_001)),
    "/bomb": http(gzip.compress(bytes(60_000_000)), Content_Encoding="gzip"),
    "/packed": http(b"?", Content_Encoding="br"),
    "/nothing": b"",
}
_ROBOTS = http(b"User-agent: storybot\nDisallow: /closed/\n")
_MOST_SECONDS = 25.0
_OWNERS = 5
"""Moderators who send in turn: many messages to one chat are sent slowly."""


async def hostile_addresses(folder: Path, count: int) -> Row:
    """Send so many hostile addresses one after the other, and ask a question beside each."""
    file = folder / "dialled"
    server = Server({**_PATHS, "/robots.txt": _ROBOTS})
    refused: list[float] = []
    others = 0
    async with (
        new_world(folder) as world,
        await asyncio.start_server(server.answer, _SERVER, 0) as listening,
    ):
        owners = [Person(world.telegram, f"Olga {number}") for number in range(_OWNERS)]
        server.port = listening.sockets[0].getsockname()[1]
        world.settings |= {
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "WEB_PORT": str(server.port),
            "STORYBOT_OWNERS": ",".join(str(owner.user.id) for owner in owners),
        }
        process = await world.storybot(str(file), "bot", module="faults.addresses")
        try:
            await answer_seconds(world)
            urls = [*(f"http://{host}/" for host in _HOSTS), *map(server.url, _PATHS)]
            for url, owner in zip(urls[:count], cycle(owners), strict=False):
                room = owner.chat_with(world.bot)
                begun = time.monotonic()
                owner.send(room, f"/add {url}")
                said = await room.next_from_bot(_MOST_SECONDS * 2)
                refused.append(time.monotonic() - begun)
                others += not refuses(said)
                await answer_seconds(world, Person(world.telegram, "Reader"))
        finally:
            await stop(process)
    own = {f"127.0.0.1:{world.url.rpartition(':')[2].strip('/')}", f"{_SERVER}:{server.port}"}
    inside = [line for line in file.read_text().splitlines() if line not in own]
    return Row(
        f"{len(refused)} hostile addresses sent with /add, and a question beside each",
        "each refused within 25 s; 0 sockets to an address inside",
        f"{len(refused) - others} refused, the slowest after {max(refused):.1f} s;"
        f" {len(inside)} sockets inside, {len(server.asked)} requests to the web",
        not others and not inside and bool(server.asked),
        in_time=max(refused) < _MOST_SECONDS,
    )


def main() -> None:
    """Run the command that follows the file's name."""
    from storybot.cli.main import main as storybot
    from storybot.ingest.fetching import client
    from storybot.ingest.fetching.address_guard import PORTS, Network, is_public, resolve

    file = Path(sys.argv.pop(1)).open("a", buffering=1)  # noqa: SIM115  open as long as the bot runs

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event == "socket.connect":
            address = arguments[1]
            told = address[:2] if isinstance(address, tuple) else (address,)
            file.write(":".join(map(str, told)) + "\n")

    async def resolved(name: str, port: int) -> list[str]:
        return _NAMES[name] if name in _NAMES else await resolve(name, port)

    network = Network(
        resolved,
        lambda address: address == _SERVER or is_public(address),
        PORTS | {int(os.environ["WEB_PORT"])},
    )
    vars(client)["Network"] = lambda: network
    sys.addaudithook(note)
    storybot()


if __name__ == "__main__":
    main()
