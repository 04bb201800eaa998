"""How the code reaches the database: threads, inline reads, bulk statements and numbered logs."""
