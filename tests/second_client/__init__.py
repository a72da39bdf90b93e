"""A second client: from docs/protocol.md alone, with another WebSocket library than the server."""
