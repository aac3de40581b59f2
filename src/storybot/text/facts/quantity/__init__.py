"""Numbers and times of a sentence, and what each is of."""
