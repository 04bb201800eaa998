"""Access to the database: threads, inline reads, bulk statements and numbered logs."""
