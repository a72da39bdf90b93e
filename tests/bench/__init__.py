"""The measuring run behind scripts/bench: our server beside the bare passes and the usual ways."""
