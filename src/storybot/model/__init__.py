"""The domain's types, frozen: the ground floor, which imports nothing of storybot."""
