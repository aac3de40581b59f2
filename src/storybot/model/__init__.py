"""The words of the domain, frozen: the ground floor, which imports nothing of storybot."""
