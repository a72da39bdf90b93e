"""The long tests of hostility, crashes and load; scripts/soak runs them at full size."""
