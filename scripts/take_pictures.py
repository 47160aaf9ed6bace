"""Take the pictures of the README: a page of notes, a card and the sheet, all of one chapter of our own notes.

Run it from the checkout with the test requirements installed, a Chromium and pdftoppm (of poppler):

    .venv/bin/python scripts/take_pictures.py
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, sync_playwright
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import MarkdownLexer

CHECKOUT = Path(__file__).resolve().parents[1]
CHAPTER = CHECKOUT / "notes" / "04-dynamodb.md"
TITLE = "DynamoDB"
ASKED = "highest cardinality"
"""Words of the card that is shown."""
LINES = 22
"""How much of the notes is shown."""

EDGE, ABOVE = 12, 40
"""Pixels around the card, and above it, where the word "front" stands."""

DATE = "1767225600"
"""What the sheet's foot says, so that the same notes give the same picture: seconds since 1970."""

PICTURES = CHECKOUT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
LARGEST = 300_000
"""Bytes of a picture: a reader's connection may be slow."""

EDITOR = """<!doctype html><meta charset="utf-8"><title>Notes</title><style>
body {{ margin: 0; width: 1000px; background: #fff }}
.file {{ padding: 10px 20px; background: #eef0f3; color: #444; font: 15px sans-serif }}
.highlight {{ padding: 12px 20px }}
pre {{ margin: 0; font: 15px/1.55 "DejaVu Sans Mono", monospace; white-space: pre-wrap }}
{style}</style><div id="all"><div class="file">{file}</div>{notes}</div>"""


def main() -> None:
    """Writes all pictures, and says which."""
    browser, pdftoppm = _program(*BROWSERS), _program("pdftoppm")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder)
        _build(built)
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
            take_notes(opened, PICTURES / "notes.png")
            take_card(opened, built / f"{TITLE}.html", PICTURES / "card.png")
            opened.close()
        take_sheet(pdftoppm, built / f"{TITLE}.pdf", PICTURES / "sheet.png")
    for name in ("notes", "card", "sheet"):
        _make_small(PICTURES / f"{name}.png")


def take_notes(browser: Browser, picture: Path) -> None:
    """The first lines of the chapter, as an editor shows them."""
    lines = CHAPTER.read_text(encoding="utf-8").splitlines()[:LINES]
    formatter = HtmlFormatter(style="friendly")
    notes = highlight("\n".join(lines), MarkdownLexer(), formatter)
    style = formatter.get_style_defs(".highlight") + ".highlight { background: none }"  # type: ignore[no-untyped-call]
    page = browser.new_page(viewport={"width": 1000, "height": 600})
    page.set_content(EDITOR.format(style=style, file=CHAPTER.relative_to(CHECKOUT).as_posix(), notes=notes))
    page.locator("#all").screenshot(path=picture)
    page.close()


def take_card(browser: Browser, built: Path, picture: Path) -> None:
    """Both sides of a card, as the page shows them with the deck's own templates."""
    page = browser.new_page(viewport={"width": 1500, "height": 900}, color_scheme="light")
    page.goto(built.as_uri())
    found = page.locator(".ask", has_text=ASKED)
    if not found.count():
        sys.exit(f"No card of {CHAPTER.name} says “{ASKED}”. Mend ASKED in this script.")
    found.first.click()
    page.wait_for_selector(".face .card")
    front, back = (page.locator(".face").nth(nth).bounding_box() for nth in (0, 1))
    assert front and back
    bottom = back["y"] + back["height"] + EDGE
    left, top = front["x"] - EDGE, front["y"] - ABOVE
    clip = FloatRect(x=left, y=top, width=front["width"] + 2 * EDGE, height=bottom - top)
    page.screenshot(path=picture, clip=clip)
    page.close()


def take_sheet(pdftoppm: str, sheet: Path, picture: Path) -> None:
    """The chapter's sheet, on one page."""
    whole = picture.with_suffix("")
    subprocess.run([pdftoppm, "-png", "-r", "110", "-singlefile", str(sheet), str(whole)], check=True)


def _build(folder: Path) -> None:
    """The page and the sheet of the chapter, without touching its lock."""
    command = [sys.executable, str(CHECKOUT / "build.py"), str(CHAPTER), "-o", str(folder), "--lock", "none", "--quiet"]
    chosen = ["--only", "page", "--only", "sheet", "--deck", TITLE, "--pages", "1"]
    subprocess.run([*command, *chosen], check=True, env={**os.environ, "SOURCE_DATE_EPOCH": DATE})


def _make_small(picture: Path) -> None:
    """Few colours do for text, and the file says nothing of when it was made."""
    with Image.open(picture) as image:
        few = image.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)
    size = picture.stat().st_size
    if size > LARGEST:
        sys.exit(f"{picture}: {size} bytes are too many. Show less.")
    print(f"{picture.relative_to(CHECKOUT)}: {few.width} x {few.height}, {size // 1000} KB")


def _program(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or sys.exit(f"{names[0]} is not installed; the pictures need it.")


if __name__ == "__main__":
    main()
