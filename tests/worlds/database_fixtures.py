"""Databases for tests: a contract's suite runs on each of them.

PostgreSQL is that of the option ``--postgres URL``, which ``tests/engines/postgresql.py`` sets for
a command by an environment variable. Each test gets a schema of its own there.
"""

import asyncio
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

VARIABLE = "POSTGRES_FOR_TESTS"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the URL of a server."""
    parser.addoption(
        "--postgres",
        metavar="URL",
        default=os.environ.get(VARIABLE, ""),
        help=f"a PostgreSQL database to test on, in schemas of its own (also {VARIABLE})",
    )


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> str:
    """Return the URL of the server, or skip."""
    url = str(request.config.getoption("--postgres"))
    if not url:
        pytest.skip(
            "needs --postgres URL; `python tests/engines/postgresql.py -- pytest` makes one"
        )
    return url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Return the URL of an empty database: a schema of a test's own."""
    schema = f"t_{secrets.token_hex(6)}"
    execute_in(postgres_server, f"CREATE SCHEMA {schema}")
    yield f"{postgres_server}{'&' if '?' in postgres_server else '?'}search_path={schema}"
    execute_in(postgres_server, f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["sqlite", "memory", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database, of each kind in turn."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 's.db' if request.param == 'sqlite' else ':memory:'}"


@pytest.fixture(params=["sqlite", "postgres"])
def durable_url(request: pytest.FixtureRequest, file: Path) -> str:
    """Return the URL of an empty database that outlives its connections, of each kind in turn."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{file}"


def execute_in(url: str, sql: str) -> None:
    """Run SQL on a server, from code that no event loop runs."""

    async def execute() -> None:
        import asyncpg

        connection = await asyncpg.connect(url)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(execute())
    finally:
        loop.close()
