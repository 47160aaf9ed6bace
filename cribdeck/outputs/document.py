"""HTML of our own making as a document of WeasyPrint's, without the detours that it takes for anybody's.

Our templates write HTML that is XML as well, which the parser of the standard library reads thirty times as fast. What
is no XML, such as a template that its user changed, is read as HTML. To neither is there a public way, so both are kept
in this file.
"""

import copy
from typing import Any
from xml.etree import ElementTree

_DOCTYPE = "<!DOCTYPE html>"
_NOTES = ("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback")
_MARKERS = ("marker",)
"""Pseudo-elements to which WeasyPrint gives a style of their own, for every element, in case it has such."""
_NO_MARKERS = "li { display: block }"
"""What a stylesheet says in which lists have none."""


class Documents:
    """Makes documents, whose references to files are put to the fetcher."""

    def __init__(self, weasyprint: Any, fetcher: Any) -> None:
        self._html = weasyprint.HTML
        self._wrapper = weasyprint.cssselect2.ElementWrapper
        self._fetcher = fetcher
        self._style = weasyprint.html.UA_STYLESHEET

    def read(self, html: str) -> Any:
        """The document, to be laid out."""
        root = _parsed(html)
        if root is None:
            return self._html(string=html, url_fetcher=self._fetcher, base_url="cribdeck:")
        return self._of_tree(root, _unneeded(html))

    def _of_tree(self, root: ElementTree.Element, unneeded: tuple[str, ...]) -> Any:
        found = self._html.__new__(self._html)
        found.base_url, found.url_fetcher, found.media_type = "cribdeck:", self._fetcher, "print"
        found.wrapper_element = self._wrapper.from_html_root(root, content_language=None)
        found.etree_element = root
        style = _without(self._style, unneeded)
        found._ua_stylesheets = lambda forms=False: [style]
        return found


def _parsed(html: str) -> ElementTree.Element | None:
    """Its root, or None when it is no XML, or defines something."""
    if not html.startswith(_DOCTYPE) or "<!ENTITY" in html:
        return None
    try:
        return ElementTree.fromstring(html)
    except (ElementTree.ParseError, ValueError):
        return None


def _unneeded(html: str) -> tuple[str, ...]:
    """The pseudo-elements that nothing in the document has."""
    notes = () if "footnote" in html or "::note" in html else _NOTES
    return notes + (_MARKERS if _NO_MARKERS in html and "::marker" not in html else ())


def _without(style: Any, pseudo_elements: tuple[str, ...]) -> Any:
    """The style that every document begins with, but for these pseudo-elements of any element."""
    lighter = copy.copy(style)
    lighter.matcher = copy.copy(style.matcher)
    lighter.matcher.other_selectors = [one for one in style.matcher.other_selectors if one[3] not in pseudo_elements]
    return lighter
