"""What RIP is measured beside."""
