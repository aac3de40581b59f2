"""The secret of pseudonyms in a database file, and the SQL that replaces ids by them."""

import aiosqlite

from storybot.store.layout.pseudonyms import Pseudonyms, new_key


async def pseudonyms_of(database: aiosqlite.Connection) -> Pseudonyms:
    """Return those of a database with a current schema."""
    ((key,),) = await database.execute_fetchall("SELECT key FROM reader_key")
    return Pseudonyms(key)


async def teach(database: aiosqlite.Connection) -> None:
    """Let the SQL of a connection make keys and codes: the step that replaces ids needs them."""
    functions = (
        ("new_reader_key", 0, new_key),
        ("reader_code", 2, lambda key, of: None if of is None else Pseudonyms(key).code(of)),
        ("text_code", 2, lambda key, of: None if of is None else Pseudonyms(key).text_code(of)),
    )
    for name, parameters, function in functions:
        await database.create_function(name, parameters, function)
