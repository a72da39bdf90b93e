"""Practice: customers who react to what an agent means, and an honest review of a chat."""
