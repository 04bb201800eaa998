"""Access to the database: threads, inline reads, bulk statements, numbered logs and backends."""
