"""The embedded model's own training: from questions with their evidence to the weights that ship."""
