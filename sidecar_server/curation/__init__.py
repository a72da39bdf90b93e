"""The lead's craft: finding, judging and changing what the library says; no page, no frame."""
