"""Draws a day: what was there, when the car charged, and what was told."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final, Self

WIDTH: Final = 760
HEIGHT: Final = 240
LEFT, RIGHT, TOP, BOTTOM = 48, 96, 24, 28
"""Of the frame: room for the scale, for the names of levels, and for the hours."""
MESSAGE_HEIGHT: Final = 22
INK, CHARGING, LEVEL = "#0b6e93", "#bfe3c6", "#b26a00"
_HOUR: Final = 60


class Picture:
    """A span of minutes as SVG, readable on light and on dark pages."""

    def __init__(self, unit: str, charging: Sequence[bool]) -> None:
        """Take when the car charged, by minutes."""
        self._unit = unit
        self._charging = charging
        self._values: Sequence[float] = ()
        self._levels: Mapping[str, float] = {}
        self._messages: Sequence[tuple[int, str]] = ()

    def line(self, values: Sequence[float]) -> Self:
        """Draw a value by minutes."""
        self._values = values
        return self

    def levels(self, levels: Mapping[str, float]) -> Self:
        """Draw thresholds, by their names."""
        self._levels = levels
        return self

    def messages(self, messages: Sequence[tuple[int, str]]) -> Self:
        """Write what was told, and in which minute."""
        self._messages = messages
        return self

    def write(self, path: Path) -> None:
        """Write the picture."""
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            *self._bands(),
            *self._hours(),
            *self._scale(),
            *self._curve(),
            *self._marked_messages(),
            "</svg>",
        ]
        path.write_text("\n".join(parts) + "\n")

    def _x(self, minute: float) -> float:
        share = minute / len(self._charging)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)

    def _y(self, value: float) -> float:
        low, high = self._range
        share = (value - low) / (high - low)
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)

    @property
    def _range(self) -> tuple[float, float]:
        return min(0.0, *self._values), max(self._values) * 1.05

    def _bands(self) -> list[str]:
        bands = []
        begin: int | None = None
        for minute, on in enumerate([*self._charging, False]):
            if on and begin is None:
                begin = minute
            elif not on and begin is not None:
                x, end = self._x(begin), self._x(minute)
                bands.append(
                    f'<rect x="{x}" y="{TOP}" width="{end - x:.1f}" height="{HEIGHT - TOP - BOTTOM}" fill="{CHARGING}"/>'
                )
                begin = None
        return bands

    def _hours(self) -> list[str]:
        hours = len(self._charging) / _HOUR
        step = 3 if hours > 8 else 1 if hours > 4 else 0.5
        marks = []
        for number in range(int(hours / step) + 1):
            hour = number * step
            text = f"{int(hour)}:{int(hour % 1 * _HOUR):02d}"
            x = self._x(hour * _HOUR)
            marks.append(
                f'<text x="{x}" y="{HEIGHT - 10}" text-anchor="middle" fill="#444">{text}</text>'
            )
        return marks

    def _scale(self) -> list[str]:
        if not self._values:
            return []
        high = max(self._values)
        marks = [f'<text x="4" y="{TOP - 10}" fill="#444">{escape(self._unit)}</text>']
        for value in (0, high / 2, high):
            y = self._y(value)
            text = f"{value:.0f}" if high >= 10 else f"{value:.2g}"
            marks.append(
                f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#ddd"/>'
                f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end" fill="#444">{text}</text>'
            )
        for number, (name, value) in enumerate(self._levels.items()):
            y = self._y(value)
            # The names of levels that are close together stand apart.
            beside = y + number * 10
            marks.append(
                f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="{LEVEL}" stroke-dasharray="5 4"/>'
                f'<text x="{WIDTH - RIGHT + 4}" y="{beside}" fill="{LEVEL}">{escape(name)}</text>'
            )
        return marks

    def _curve(self) -> list[str]:
        if not self._values:
            return []
        points = " ".join(
            f"{self._x(minute)},{self._y(value)}"
            for minute, value in enumerate(self._values)
        )
        return [
            f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="1.2"/>'
        ]

    def _marked_messages(self) -> list[str]:
        marks = []
        for number, (minute, text) in enumerate(self._messages):
            x, y = self._x(minute), TOP + 20 + number * (MESSAGE_HEIGHT + 10)
            anchor = "end" if x > WIDTH / 2 else "start"
            shift = -8 if anchor == "end" else 8
            marks.append(
                f'<path d="M{x} {TOP}V{HEIGHT - BOTTOM}" stroke="{INK}" stroke-dasharray="2 3"/>'
                f'<circle cx="{x}" cy="{y - 4}" r="4" fill="{INK}"/>'
                f'<text x="{x + shift}" y="{y}" text-anchor="{anchor}" fill="#111">{escape(text)}</text>'
            )
        return marks
