"""Pages of a PDF as a viewer shows them, to lines in the order in which they are read."""
