"""Support's rooms: entering, listing, deciding, notes about customers, canned replies."""
