"""Changes of the corpus: store and index together, the folder, the backends."""
