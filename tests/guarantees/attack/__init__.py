"""An attacker who owns the database, the files, the server's key and the register, and knows who came when."""
