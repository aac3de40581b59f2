"""OpenSearch nodes for the tests."""
