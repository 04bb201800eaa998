"""How RIP is served: uvicorn with the settings that the speed and the chat rely on."""
