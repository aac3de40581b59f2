"""Text with entities: parse modes, detection, cleaning."""
