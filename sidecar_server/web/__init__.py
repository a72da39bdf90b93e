"""The web: the door, the socket, the demo desk."""
