"""Cut text into paragraphs and sentences, exact to the character."""
