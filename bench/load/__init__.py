"""The load: HTTP requests and WebSockets from as little code as possible, and what they measure."""
