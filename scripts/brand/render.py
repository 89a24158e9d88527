#!/usr/bin/env python3
"""Draw icon and logo for light and dark themes, in the sizes Home Assistant asks for."""

from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
import resvg_py  # type: ignore[import-not-found]

HERE: Final = Path(__file__).parent
BRAND: Final = HERE.parents[1] / "custom_components" / "shell_ev" / "brand"

SIZES: Final = {"icon": 256, "logo": 192}
"""Height in pixels; the pictures named @2x have twice that."""
THEMES: Final = {"light": "", "dark": "dark_"}


def main() -> None:
    """Draw them all."""
    icon = (HERE / "icon.svg").read_text()
    logo = (HERE / "logo.svg").read_text().replace("<!-- icon.svg -->", _inner(icon))
    for theme, prefix in THEMES.items():
        colours = (HERE / f"{theme}.css").read_text()
        for name, drawing in (("icon", icon), ("logo", logo)):
            for suffix, scale in (("", 1), ("@2x", 2)):
                picture = _render(drawing, colours, SIZES[name] * scale)
                path = BRAND / f"{prefix}{name}{suffix}.png"
                picture.save(path, optimize=True)
                print(f"{path.name:20} {picture.size} {path.stat().st_size} bytes")


def _inner(drawing: str) -> str:
    return drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]


def _render(drawing: str, colours: str, height: int) -> Image.Image:
    png = resvg_py.svg_to_bytes(
        svg_string=drawing, style_sheet=colours, height=height, skip_system_fonts=True
    )
    return Image.open(BytesIO(png))


if __name__ == "__main__":
    main()
