"""Rows that are set once: how their lines are drawn, taken from one layout and put to use in another.

Breaking lines and placing glyphs is most of what a layout takes. A galley has done both for every row, and where the
row ends up changes none of it; so the sheet holds an ``<object data="row:…">`` in its place, a picture to WeasyPrint,
which draws the lines as the galley had them. It is text all the same, with its fonts and what they mean in Unicode.

To all this there is no public way, so it is kept in this file. A row that is anything but words is not taken: it is
laid out a second time.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

SCHEME = "row:"
"""What the address of a set row begins with; its name follows."""

Setting = Mapping[str, Any]
"""How a row is drawn, as JSON has it: its size, its lines, and the faces and states that they use."""

_ALIKE = 10.0
"""Faces are loaded in one size, in pixels: what a font file says of itself does not depend on it."""
_RESOURCES = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")


class SetRow:
    """A set row as a picture that WeasyPrint draws; ``more`` is what each of its lines gains in height, in pixels."""

    def __init__(self, setting: Setting, more: float, faces: "Faces") -> None:
        self._setting = setting
        self._more = more
        self._faces = faces

    def get_intrinsic_size(self, *_: object) -> tuple[float, float, float]:
        """Width, height and the one over the other."""
        width = max(self._setting["width"], 1.0)
        height = self._setting["height"] + self._more * len(self._setting["lines"])
        return width, height, width / height

    def draw(self, stream: Any, *_: object) -> None:
        """Put the lines where the stream's origin is, and say which fonts and states they need."""
        import pydyf

        for key, name, value in self._setting["states"]:
            stream._resources["ExtGState"].setdefault(key, pydyf.Dictionary({name: value}))
        for face in self._setting["faces"]:
            font, _ = stream.add_font(self._faces.load(face["family"], face["style"], face["weight"]))
            for glyph, text, width in face["glyphs"]:
                font.to_unicode.setdefault(glyph, text)
                font.widths.setdefault(glyph, width)
        top = self._setting["lines"][0][0]
        for nth, (_, operators) in enumerate(self._setting["lines"]):
            with stream.stacked():
                stream.transform(e=-self._setting["left"], f=round(self._more * (nth + 0.5) - top, 6))
                stream.stream.append(operators.encode("ascii"))


class Faces:
    """The fonts of one font map, by name."""

    def __init__(self, fonts: Any) -> None:
        self._fonts = fonts
        self._loaded: dict[tuple[str, int, int], Any] = {}
        self._keys: dict[tuple[str, int, int], Any] = {}
        self._drawn: dict[Any, Any] = {}

    def drawn(self, fonts: dict[Any, Any], face: Any) -> tuple[Any, float]:
        """What a stream's `add_font` gives for this font of Pango's, and puts into ``fonts``: no glyphs used yet.

        To make one anew for every row takes as long as to draw the row.
        """
        from weasyprint.pdf.fonts import Font
        from weasyprint.text.fonts import get_pango_font_key

        key, description, size = get_pango_font_key(face)
        if key not in fonts:
            if key not in self._drawn:
                self._drawn[key] = Font(face, description, size)
            font = fonts[key] = self._drawn[key]
            font.to_unicode, font.widths, font.missing = {}, {}, {}
        return fonts[key], size

    def load(self, family: str, style: int, weight: int) -> Any:
        """Pango's font of this name."""
        name = (family, style, weight)
        if name not in self._loaded:
            self._loaded[name] = self._load(*name)
        return self._loaded[name]

    def _load(self, family: str, style: int, weight: int) -> Any:
        from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango, unicode_to_char_p

        description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
        pointer, _alive = unicode_to_char_p(family)
        pango.pango_font_description_set_family(description, pointer)
        pango.pango_font_description_set_style(description, style)
        pango.pango_font_description_set_weight(description, weight)
        pango.pango_font_description_set_absolute_size(description, int(_ALIKE * TO_UNITS))
        context = ffi.gc(pango.pango_font_map_create_context(self._fonts.font_map), gobject.g_object_unref)
        font = pango.pango_font_map_load_font(self._fonts.font_map, context, description)
        return ffi.gc(font, gobject.g_object_unref)

    def name(self, key: Any, font: Any) -> dict[str, Any] | None:
        """A font of a document as JSON has it, with the glyphs that were used; None when its name leads elsewhere."""
        from weasyprint.text.fonts import get_pango_font_key

        if font.missing or font.bitmap or font.png or font.svg or font.colr or font.variations:
            return None
        name = font.family, int(font.style), int(font.weight)
        if name not in self._keys:
            self._keys[name] = get_pango_font_key(self.load(*name))[0]
        if self._keys[name] != key:
            return None
        glyphs = [[glyph, text, font.widths[glyph]] for glyph, text in font.to_unicode.items()]
        return {"family": font.family, "style": int(font.style), "weight": int(font.weight), "glyphs": glyphs}


def set_row(row: Any, faces: Faces) -> Setting | None:
    """How a row that was laid out is drawn, or None when it holds more than words."""
    import pydyf
    from weasyprint.draw import draw_inline_level

    lines = _lines(row)
    if not lines or not all(_is_plain(line) for line in lines):
        return None
    stream = _scratch(faces)
    drawn = []
    for line in lines:
        start = len(stream.stream)
        with stream.stacked():
            draw_inline_level(stream, None, line)
        operators = b"\n".join(pydyf._to_bytes(item) for item in stream.stream[start:])
        drawn.append([line.position_y, operators.decode("ascii")])
    named = [faces.name(key, font) for key, font in stream._fonts.items()]
    if None in named or any(stream._resources[kind] for kind in _RESOURCES[1:]):
        return None
    return {
        "width": row.width,
        "height": lines[-1].position_y + lines[-1].height - lines[0].position_y,
        "left": row.content_box_x(),
        "lines": drawn,
        "faces": named,
        "states": [[key, *item] for key, state in stream._resources["ExtGState"].items() for item in state.items()],
    }


def _lines(row: Any) -> list[Any]:
    """The lines of a row, or none when something else stands between or below them."""
    from weasyprint.formatting_structure import boxes

    inside = list(row.children)
    if inside and inside[0].element_tag.endswith("::before"):
        inside = inside[1:]
    if len(inside) == 1 and isinstance(inside[0], boxes.BlockBox) and inside[0].element is row.element:
        inside = list(inside[0].children)
    return inside if all(isinstance(child, boxes.LineBox) for child in inside) else []


def _is_plain(line: Any) -> bool:
    from weasyprint.formatting_structure import boxes

    return all(isinstance(box, (boxes.InlineBox, boxes.TextBox)) and not box.link for box in _within(line))


def _within(box: Any) -> Iterator[Any]:
    for child in box.children:
        yield child
        yield from _within(child)


def _scratch(faces: Faces) -> Any:
    """A stream that belongs to no document."""
    import pydyf
    from weasyprint.pdf.stream import Stream

    resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in _RESOURCES})
    stream = Stream({}, (0, 0, 0, 0), resources, {}, None, {}, None, compress=False)
    stream.add_font = partial(faces.drawn, stream._fonts)
    return stream
