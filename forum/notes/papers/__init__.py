"""The papers of a workshop: facts in, blocks out, and the blocks drawn as DOCX. Knows no database and no web."""
