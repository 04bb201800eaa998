"""Work that is shared, grouped, repeated or remembered within one process."""
