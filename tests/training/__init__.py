"""Tests of the training: what can be held without PyTorch, and the losses where it is installed."""
