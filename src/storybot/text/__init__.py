"""Cut texts into paragraphs, sentences, passages and terms."""
