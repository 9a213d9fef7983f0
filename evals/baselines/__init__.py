"""What the assistant's search is measured against: the usual recipe, and its own parts one by one."""
