"""What the bot does when something breaks: each fault is made on purpose, and the outcome counted.

``python -m faults`` in the tests folder runs all at length; `tests/test_faults.py` briefly.
"""
