"""The web server: uvicorn, with a WebSocket protocol that is smaller and faster than its own."""
