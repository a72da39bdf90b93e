"""Roles: what a person or a token may do, each with all that the one before it may."""

AGENT, LEAD, ADMIN = "agent", "lead", "admin"
LADDER = (AGENT, LEAD, ADMIN)  # of people: suggestions; the library; accounts and tokens
MONITOR = "monitor"  # of a token alone: it reads the metrics and nothing else
DEMO = "demo"  # of a page of the demo desk


def allows(role: str, least: str) -> bool:
    """Say whether a role may do what at `least` another one of the ladder may."""
    return role in LADDER and LADDER.index(role) >= LADDER.index(least)
