"""The web server: uvicorn, with protocols of our own where its are too slow or too large."""
