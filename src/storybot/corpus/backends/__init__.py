"""Open what a setting's URL names: the only room that names concrete stores and indexes."""
