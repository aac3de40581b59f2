"""PDF: lines by their place on the page, joined into paragraphs."""
