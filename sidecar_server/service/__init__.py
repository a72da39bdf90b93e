"""Keeps the server running for one user by what the system has: one file a system, one registry."""
