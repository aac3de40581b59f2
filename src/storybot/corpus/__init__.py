"""The corpus and what changes it: store and index in step, the folder, the backends."""
