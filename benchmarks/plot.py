"""A log-log chart as SVG, by hand: a handful of curves, labelled where they end."""

import math
from collections.abc import Sequence
from html import escape
from typing import Final, NamedTuple

WIDTH: Final = 860
HEIGHT: Final = 520
LEFT: Final = 70
RIGHT: Final = 190
TOP: Final = 50
BOTTOM: Final = 50
LINE_HEIGHT: Final = 15
COLOURS: Final = ("#1b6ca8", "#c8553d", "#3c7a3c", "#7d5ba6", "#b8860b", "#008b8b", "#555555", "#a03070")


class Curve(NamedTuple):
    """One cost, by events stored."""

    label: str
    events: Sequence[int]
    values: Sequence[float]


class Scale(NamedTuple):
    """Powers of ten from one to another, laid along pixels."""

    first: int
    last: int
    from_pixel: float
    to_pixel: float

    def __call__(self, value: float) -> float:
        """Give the pixel of a value."""
        part = (math.log10(value) - self.first) / (self.last - self.first)
        return self.from_pixel + part * (self.to_pixel - self.from_pixel)

    def powers(self) -> list[float]:
        """List the values that get a line across the chart."""
        return [10.0**power for power in range(self.first, self.last + 1)]


def log_log_svg(title: str, curves: Sequence[Curve]) -> str:
    """Draw curves over events stored, both axes in powers of ten."""
    across = _scale([events for curve in curves for events in curve.events], LEFT, WIDTH - RIGHT)
    up = _scale([value for curve in curves for value in curve.values], HEIGHT - BOTTOM, TOP)
    drawn = [_curve(curve, colour, across, up) for curve, colour in zip(curves, COLOURS, strict=False)]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
            f"<title>{escape(title)}</title>",
            '<rect width="100%" height="100%" fill="white"/>',
            '<g font-size="12">',
            f'<text x="{LEFT}" y="25" font-size="16">{escape(title)}</text>',
            *_grid(across, up),
            *drawn,
            *_labels(curves, up),
            "</g></svg>\n",
        )
    )


def _scale(values: Sequence[float], from_pixel: float, to_pixel: float) -> Scale:
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return Scale(first, max(last, first + 1), from_pixel, to_pixel)


def _grid(across: Scale, up: Scale) -> list[str]:
    upright = [
        f'<line x1="{across(events):.1f}" y1="{TOP}" x2="{across(events):.1f}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>'
        f'<text x="{across(events):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{events:,.0f}</text>'
        for events in across.powers()
    ]
    level = [
        f'<line x1="{LEFT}" y1="{up(value):.1f}" x2="{WIDTH - RIGHT}" y2="{up(value):.1f}" stroke="#ddd"/>'
        f'<text x="{LEFT - 8}" y="{up(value) + 4:.1f}" text-anchor="end">{value:,g}</text>'
        for value in up.powers()
    ]
    name = f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">events stored</text>'
    return [*upright, *level, name]


def _curve(curve: Curve, colour: str, across: Scale, up: Scale) -> str:
    places = [(across(events), up(value)) for events, value in zip(curve.events, curve.values, strict=True)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places)
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'


def _labels(curves: Sequence[Curve], up: Scale) -> list[str]:
    """Write each curve's name where it ends, apart from its neighbours."""
    ends = sorted((up(curve.values[-1]), curve.label, colour) for curve, colour in zip(curves, COLOURS, strict=False))
    labels: list[str] = []
    lowest = -math.inf
    for y, label, colour in ends:
        lowest = max(y, lowest + LINE_HEIGHT)
        labels.append(f'<text x="{WIDTH - RIGHT + 10}" y="{lowest + 4:.1f}" fill="{colour}">{escape(label)}</text>')
    return labels
