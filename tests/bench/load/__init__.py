"""The load: connections, requests and measurements."""
