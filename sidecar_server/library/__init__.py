"""The curated library: its files, its store, its index and the search by example."""
