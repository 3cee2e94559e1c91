"""What was said at the tables, sentence by sentence, and the papers made of it."""
