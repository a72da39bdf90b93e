"""Addresses that lead on from an overview: to what was found, and to a new line begun."""

from urllib.parse import urlencode


def to_found(**wanted: str) -> str:
    """Give the address of the lines with these properties."""
    return f"/console/find?{urlencode({name: one for name, one in wanted.items() if one})}"


def to_new(of: str, **start: str) -> str:
    """Give the address of a new line of a situation, with what is known of it filled in."""
    stated = {name: one for name, one in start.items() if one}
    return f"/console/new/phrase?{urlencode({'of': of, **stated})}"
