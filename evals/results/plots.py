"""Small SVG pictures for the evaluation report: no script, no download, readable in print and by a screen reader."""

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, MARGIN = 640, 300, 48


def bars(title: str, rows: Sequence[tuple[str, float, int]]) -> str:
    """Draw horizontal bars of shares: (name, share from 0 to 1, number of questions)."""
    step, left = 26, 190
    height = step * len(rows) + 40
    parts = []
    for position, (name, share, count) in enumerate(rows):
        y = 30 + position * step
        length = max(1.0, share * (WIDTH - left - 120))
        parts.append(
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{left}" y="{y}" width="{length:.1f}" height="18" class="bar"/>'
            f'<text x="{left + length + 6:.1f}" y="{y + 14}">{share * 100:.0f} % of {count}</text>'
        )
    return _figure(title, height, "".join(parts))


def curve(title: str, points: Sequence[tuple[float, float]], *, x_name: str, y_name: str) -> str:
    """Draw a line through (x, y) points, both from 0 to 1."""

    def place(x: float, y: float) -> str:
        return f"{MARGIN + x * (WIDTH - 2 * MARGIN):.1f},{HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN):.1f}"

    line = f'<polyline class="line" points="{" ".join(place(*point) for point in points)}"/>'
    ticks = ""
    for share in (0.0, 0.5, 1.0):
        x, y = place(share, share).split(",")
        ticks += f'<text x="{x}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{share:.0%}</text>'
        ticks += f'<text x="{MARGIN - 6}" y="{y}" text-anchor="end">{share:.0%}</text>'
    return _figure(title, HEIGHT, _axes(x_name, y_name) + ticks + line)


def histogram(title: str, values: Sequence[float], *, unit: str, bins: int = 20) -> str:
    """Draw how often values occur, from 0 to their largest."""
    largest = max(values, default=0.0) or 1.0
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int(value / largest * bins))] += 1
    width = (WIDTH - 2 * MARGIN) / bins
    tallest = max(counts) or 1
    parts = [
        f'<rect class="bar" x="{MARGIN + place * width:.1f}" width="{width - 2:.1f}" '
        f'y="{HEIGHT - MARGIN - count / tallest * (HEIGHT - 2 * MARGIN):.1f}" '
        f'height="{count / tallest * (HEIGHT - 2 * MARGIN):.1f}"/>'
        for place, count in enumerate(counts)
    ]
    return _figure(title, HEIGHT, _axes(f"0 to {largest:.2f} {unit}", f"up to {tallest} questions") + "".join(parts))


def _axes(x_name: str, y_name: str) -> str:
    bottom = HEIGHT - MARGIN
    return (
        f'<path class="axis" d="M{MARGIN},{MARGIN} V{bottom} H{WIDTH - MARGIN}"/>'
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 12}" text-anchor="middle">{escape(x_name)}</text>'
        f'<text x="{MARGIN}" y="{MARGIN - 14}">{escape(y_name)}</text>'
    )


def _figure(title: str, height: int, content: str) -> str:
    name = escape(title)
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{name}">{content}</svg>'
        f"<figcaption>{name}</figcaption></figure>"
    )
