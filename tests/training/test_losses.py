"""What training lowers, where PyTorch is installed."""

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: training/requirements.txt")

from training.losses import info_nce  # noqa: E402


def test_any_of_several_positives_will_do() -> None:
    scores = torch.tensor([[5.0, -5.0, 0.0]])
    positive = torch.tensor([[True, True, False]])
    assert info_nce(scores, positive, torch.zeros_like(positive)).item() < 0.01


def test_an_ignored_column_counts_as_neither() -> None:
    scores = torch.tensor([[1.0, 9.0, 0.0]])
    positive = torch.tensor([[True, False, False]])
    ignored = torch.tensor([[True, True, False]])
    expected = torch.log1p(torch.exp(torch.tensor(-1.0)))
    assert info_nce(scores, positive, ignored).item() == pytest.approx(expected.item())
