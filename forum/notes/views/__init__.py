"""Pages of notes, photos and papers."""
