"""Files that people hand in: checked, stored beside the database, erased with their owner."""
