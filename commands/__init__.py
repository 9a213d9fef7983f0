"""The commands of `inspection-qa`, one module a kind; `cli.py` says which command is where."""
