"""The chat engine: rooms as numbered logs, whatever they are about."""
