"""Empathy Sidecar: sincere lines and cultural notes beside any helpdesk."""

__version__ = "0.1.0"
