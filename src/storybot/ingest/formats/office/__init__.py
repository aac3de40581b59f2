"""Office documents: Word, OpenDocument, RTF."""
