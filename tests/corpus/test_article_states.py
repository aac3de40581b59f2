"""What a person decided stands, through every actor and a kill at any statement.

STORYBOT_TEST_RUNS sets how many random runs are made.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from worlds.article_states import STEPS, ArticleStates

pytestmark = pytest.mark.slow

TestArticleStates = ArticleStates.TestCase
TestArticleStates.settings = settings(
    max_examples=int(os.environ.get("STORYBOT_TEST_RUNS", "8")),
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
