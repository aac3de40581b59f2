"""An OpenSearch cluster for tests, named by the option ``--opensearch URL``.

``tests/engines/opensearch/nodes.py`` starts one and sets it for a command by an environment
variable. Each test makes indexes of its own there, and deletes them.
"""

import os

import pytest

from storybot.search.opensearch.cluster import Cluster
from storybot.search.opensearch.cluster_url import ClusterUrl

VARIABLE = "STORYBOT_TEST_OPENSEARCH"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the URL of a cluster."""
    parser.addoption(
        "--opensearch",
        metavar="URL",
        default=os.environ.get(VARIABLE, ""),
        help=f"an OpenSearch cluster to test on, in indexes of its own (also {VARIABLE})",
    )


def opensearch_cluster(config: pytest.Config) -> str:
    """Return the URL of the cluster, without an index's name, or skip."""
    url = str(config.getoption("--opensearch"))
    if not url:
        pytest.skip(
            "needs --opensearch URL; `python tests/engines/opensearch/nodes.py pytest` makes one"
        )
    return url.rstrip("/")


@pytest.fixture
def opensearch(request: pytest.FixtureRequest) -> str:
    """Return the URL of the cluster, or skip."""
    return opensearch_cluster(request.config)


async def delete_index(url: ClusterUrl) -> None:
    """Delete an index and what it was filled from."""
    cluster = Cluster(url)
    await cluster.client.indices.delete(index=f"{url.name}-*", params={"ignore": 404})
    await cluster.close()
