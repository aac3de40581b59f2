"""The URL of an index on OpenSearch: what it names, and what is said of a wrong one."""

import pytest

from storybot.search.opensearch.cluster_url import read_cluster_url


def test_a_short_url_has_defaults() -> None:
    """A host alone is enough."""
    url = read_cluster_url("opensearch://localhost")
    assert (url.hosts, url.name, url.tls) == ((("localhost", 9200),), "storybot", False)
    assert (url.shards, url.replicas, url.user, url.timeout) == (1, 1, "", 2.0)


def test_everything_can_be_named() -> None:
    """Several nodes, a user, TLS, the index and how it is made."""
    url = read_cluster_url(
        "opensearchs://us%40er:p%3Aw@a.example:9201,[::1]:9202,b/the-story"
        "?shards=3&replicas=2&refresh_ms=500&timeout=1.5&ca=/etc/ca.pem"
    )
    assert url.hosts == (("a.example", 9201), ("::1", 9202), ("b", 9200))
    assert (url.user, url.password, url.scheme, url.name) == ("us@er", "p:w", "https", "the-story")
    assert (url.shards, url.replicas, url.refresh_ms) == (3, 2, 500)
    assert (url.timeout, url.ca) == (1.5, "/etc/ca.pem")


def test_an_address_of_ipv6_is_as_the_client_takes_it() -> None:
    """Without the brackets, which it adds itself."""
    url = read_cluster_url("opensearch://[::1],[fe80::2]:9201")
    assert url.hosts == (("::1", 9200), ("fe80::2", 9201))


def test_the_password_is_in_no_text_of_it() -> None:
    """However it is logged."""
    assert "secret" not in repr(read_cluster_url("opensearch://user:secret@host"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("http://host", "looks like"),
        ("opensearch://u:secret@host:x/a", "no port"),
        ("opensearch://u:secret@/a", "no host"),
        ("opensearch://u:secret@host/Story", "small letters"),
        ("opensearch://u:secret@host/_story", "not first"),
        ("opensearch://u:secret@host/a?shard=2", "no option"),
        ("opensearch://u:secret@host/a?shards=two", "not a number"),
        ("opensearch://u:secret@host/a?shards=0", "at least 1"),
        ("opensearch://u:secret@host/a?timeout=nan", "not a number"),
        ("opensearch://u:secret@host/a?timeout=inf", "not a number"),
    ],
)
def test_what_is_wrong_is_said_without_the_password(wrong: str, said: str) -> None:
    """Its maker is told what to mend."""
    with pytest.raises(ValueError, match=said) as caught:
        read_cluster_url(wrong)
    assert "secret" not in str(caught.value)
