"""Review: one rubric for practice and real chats; what is read is scored, shown and forgotten."""
