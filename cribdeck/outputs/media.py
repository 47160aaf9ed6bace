"""Images and sounds of the notes as files of a deck: checked, made small enough for a phone, named by their bytes."""

import io
import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from cribdeck.errors import Problem
from cribdeck.model import Item, Mark, Source, Text
from cribdeck.outputs.html import Embed, attribute, card_html
from cribdeck.outputs.svg import why_active

if TYPE_CHECKING:
    from PIL import Image

Find = Callable[[str, str], Path | None]
"""The file that a target means in a note file: ``find("img/cell.png", "bio.md")``."""

Place = tuple[str, str]
"""A note file, and the target of an image or a sound in it."""

MOST_BYTES = 50_000_000
MOST_PIXELS = 50_000_000
"""An image that unpacks to more is a mistake or an attack."""
LONGEST_SIDE = 1600
"""In pixels: larger images are made smaller, for a phone shows no more."""

_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_IMAGES = ("png", "jpg", "jpeg", "gif", "webp")
_SOUNDS = ("mp3", "ogg", "oga", "opus", "wav", "flac", "m4a", "aac", "3gp", "mp4", "webm")
"""What Anki plays; the last two may be films."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file of the deck."""

    name: str
    """``cribdeck-<hash of the source's bytes>.<kind>``: Anki never replaces a file, so other bytes get another name."""
    content: bytes
    kind: Literal["image", "sound"]


@dataclass(frozen=True, slots=True)
class MediaSet:
    """The media that notes use, by their place, and what is wrong with the others."""

    found: Mapping[Place, Media] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def names(self) -> dict[Place, str]:
        return {place: media.name for place, media in self.found.items()}


class _UnusableError(Exception):
    """The file cannot be part of a deck: code and message of the problem."""


def missing_media(items: Iterable[Item], find: Find) -> tuple[Problem, ...]:
    """A problem for every image or sound that is not there or not in the notes' folder: once, where it is wanted
    first, with the other places."""
    places: dict[tuple[str, str], list[Source]] = {}
    for item in items:
        for mark in item.text.marks:
            if mark.kind in ("image", "sound") and (is_remote(mark.value) or not find(mark.value, item.source.file)):
                places.setdefault((mark.kind, mark.value), []).append(item.lines_of(mark.start, mark.start + 1))
    return tuple(_missing(kind, target, list(dict.fromkeys(found))) for (kind, target), found in places.items())


def load_media(used: Iterable[tuple[Place, Source]], find: Find) -> MediaSet:
    """The files of the places that are used, with where that is; those that are missing are ``missing_media``'s."""
    found: dict[Place, Media] = {}
    problems: dict[Path, Problem] = {}
    read: dict[Path, Media] = {}
    for place, source in used:
        file, target = place
        path = None if place in found or is_remote(target) else find(target, file)
        if path is None or path in problems:
            continue
        try:
            found[place] = read[path] = read.get(path) or read_media(path)
        except _UnusableError as error:
            code, message = error.args
            problems[path] = Problem(source, code, f"{PurePosixPath(target).name}: {message}")
    return MediaSet(found, tuple(problems.values()))


def read_media(path: Path) -> Media:
    """The file as Media."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _UnusableError("media-too-large", f"it has over {MOST_BYTES // 10**6} MB. Make it smaller.")
        content = path.read_bytes()
    except OSError as error:
        raise _UnusableError("unreadable-media", f"it cannot be read ({error.strerror}).") from error
    suffix = path.suffix.lower().removeprefix(".")
    name = f"cribdeck-{sha256(content).hexdigest()[:16]}"
    if suffix in _SOUNDS:
        if not _is_sound(content, suffix):
            raise _UnusableError("unreadable-media", f"it is no {suffix} file. Save it once more.")
        return Media(f"{name}.{suffix}", content, "sound")
    if suffix == "svg":
        if reason := why_active(content):
            raise _UnusableError("active-image", f"{reason}. Save it as plain SVG or as PNG.")
        return Media(f"{name}.svg", content, "image")
    if suffix not in _IMAGES:
        raise _UnusableError("unsupported-media", "Anki cannot show it. Save it as PNG, JPEG, GIF, WebP or SVG.")
    kind, small = _raster(content)
    return Media(f"{name}.{kind}", small, "image")


def embed_from(media: MediaSet, file: str) -> Embed:
    """What shows the images and plays the sounds of a note file, in the fields of a card."""

    def embed(mark: Mark) -> str:
        found = media.found.get((file, mark.value))
        if found is None:
            return _placeholder(mark)
        if found.kind == "sound":
            return f"[sound:{found.name}]"
        size = re.search(r"(?:^|\|)(\d{1,5})(?:x\d+)?$", mark.note)
        told = f' width="{size[1]}"' if size else f' alt="{attribute(mark.note)}"' if mark.note else ""
        return f'<img src="{found.name}"{told}>'

    return embed


def is_remote(target: str) -> bool:
    """Whether the target is no file of the notes but an address, which is never fetched."""
    try:
        return len(urlsplit(target).scheme) > 1 or target.startswith("//")
    except ValueError:
        return True


def _missing(kind: str, target: str, places: Sequence[Source]) -> Problem:
    also = ", ".join(str(place) for place in places[1:4]) + (f" and {len(places) - 4} more" if len(places) > 4 else "")
    also = f" It is wanted in {also} too." if also else ""
    if target.startswith("data:"):
        what = "An image" if kind == "image" else "A sound"
        message = f"{what} written into the note itself is not shown. Save it as a file in the notes' folder.{also}"
        return Problem(places[0], f"inline-{kind}", message)
    if is_remote(target):
        message = f"{target} is not fetched. Save the {kind} in the notes' folder and link to it there.{also}"
        return Problem(places[0], f"remote-{kind}", message, "note")
    message = f"The {kind} {target} is not in the notes' folder. Put it there or take the link away.{also}"
    return Problem(places[0], f"missing-{kind}", message)


def _placeholder(mark: Mark) -> str:
    """What stands for an image that is not in the deck; spaces around it, since the notes' own are beside an image."""
    if is_remote(mark.value):
        name = mark.note or (mark.kind if mark.value.startswith("data:") else mark.value)
        return f" {card_html(Text(name, (Mark(0, len(name), 'link', mark.value),)))} "
    return f' <span class="missing">{mark.kind} missing: {card_html(Text(PurePosixPath(mark.value).name))}</span> '


def _is_sound(content: bytes, suffix: str) -> bool:
    match suffix:
        case "mp3":
            return content.startswith(b"ID3") or _is_mpeg(content)
        case "aac":
            return _is_mpeg(content) or content.startswith(b"ADIF")
        case "ogg" | "oga" | "opus":
            return content.startswith(b"OggS")
        case "wav":
            return content.startswith(b"RIFF") and content[8:12] == b"WAVE"
        case "flac":
            return content.startswith(b"fLaC")
        case "webm":
            return content.startswith(b"\x1aE\xdf\xa3")
    return content[4:8] == b"ftyp"


def _is_mpeg(content: bytes) -> bool:
    return content[:1] == b"\xff" and content[1:2] >= b"\xe0"


def _raster(content: bytes) -> tuple[str, bytes]:
    """The kind of the image by its bytes, and the bytes for the deck; nothing is unpacked before its size is known."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=tuple(_FORMATS)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                image.load()
                return _FORMATS[str(image.format)], _small(image, content)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            message = f"it has over {MOST_PIXELS // 10**6} million pixels. Make it smaller."
            raise _UnusableError("media-too-large", message) from error
        except Exception as error:  # at a broken file the decoders raise whatever comes first
            message = "it is no image that can be shown. Save it once more as PNG or JPEG."
            raise _UnusableError("unreadable-media", message) from error


def _small(image: "Image.Image", content: bytes) -> bytes:
    """The image with its longer side at most LONGEST_SIDE; as it is, if that is smaller or if it moves."""
    from PIL import Image, ImageOps

    if max(image.size) <= LONGEST_SIDE or getattr(image, "is_animated", False):
        return content
    upright = ImageOps.exif_transpose(image)
    if upright.mode not in ("L", "LA", "RGB", "RGBA"):
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    small = io.BytesIO()
    upright.save(small, image.format, quality=85, icc_profile=image.info.get("icc_profile"))
    return min(small.getvalue(), content, key=len)
