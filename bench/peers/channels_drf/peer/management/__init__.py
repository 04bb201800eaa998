"""Management of the Channels and DRF peer."""
