"""Care for the database file as a whole: inspecting and copying it."""
