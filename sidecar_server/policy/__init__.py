"""Writes the policy that rolls the extension out: one file a system, browsers as data."""
