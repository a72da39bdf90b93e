"""What takes something from outside: each file draws it broken, and says what must come of it."""
