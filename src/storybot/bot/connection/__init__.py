"""How updates come in and messages go out: nothing here knows a question."""
