"""Stories from Word files: headline, standfirst, body, and the pictures in their places.

`read` looks at a file and stores nothing: it refuses what is no honest Word file before memory is
spent on it. The draft is made by ``articles/word_draft.py``.
"""

import logging
import re
import zipfile
from dataclasses import dataclass, field

import mammoth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.text import line

from ..models import Article
from . import blocks
from .tree import Element, parse

log = logging.getLogger(__name__)

MAX_BYTES = 30 * 1024 * 1024
_MOST_ENTRIES = 2000
# All of a file unpacked, and its text alone: mammoth keeps that in memory as a tree.
_UNPACKED = 200 * 1024 * 1024
_UNPACKED_TEXT = 8 * 1024 * 1024
_MOST_TAGS = 250_000
_MOST_PICTURES = 60
_STYLES = """
p[style-name='Title'] => p.word-title:fresh
p[style-name='Subtitle'] => p.word-subtitle:fresh
p[style-name='caption'] => p.word-caption:fresh
p[style-name='Caption'] => p.word-caption:fresh
"""
_SHORT = 30  # words, of a paragraph that may be a headline
_MARK = re.compile(r"^\((\w{1,12})\)\s*[-–—]\s*")
# Word describes pictures by itself, mostly wrong and often in English.
_GUESSED_ALT = re.compile(r"automatically generated|AI-generated|tạo tự động", re.IGNORECASE)

_NO_WORD_FILE = _("This is not a Word file (.docx). Open it in Word and save it as .docx.")
_OLD_WORD_FILE = _("This is a file of Word 97–2003 (.doc). Open it in Word and save it as .docx.")
_TOO_MUCH = _("This Word file holds far more than a story and is not opened.")
_LOCKED_OR_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Picture:
    """A picture in the file: its bytes (none if they could not be got at) and its description."""

    content: bytes
    alt: str


@dataclass
class Story:
    """What stands in a Word file."""

    headline: str = ""
    mark: str = ""
    standfirst: str = ""
    blocks: list = field(default_factory=list)
    pictures: list = field(default_factory=list)


def read(file):
    """The `Story` in ``file``; raises ValidationError, in words, when it is no sane Word file."""
    _refuse(file)
    pictures = []
    try:
        file.seek(0)
        html = mammoth.convert_to_html(
            file,
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(lambda image: _kept(image, pictures)),
        ).value
        story = _story(parse(html).children)
    except Exception as error:  # mammoth reads damaged files until something breaks
        log.info("Word file refused: %r", error)
        raise ValidationError(_("This Word file is damaged and cannot be read.")) from None
    story.pictures = pictures
    if not (story.headline or story.blocks):
        raise ValidationError(_("There is no text in this Word file."))
    return story


def _refuse(file):
    if file.size > MAX_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s MB."), params={"limit": MAX_BYTES // 2**20}
        )
    file.seek(0)
    if file.read(8) == _LOCKED_OR_OLD:
        raise ValidationError(_OLD_WORD_FILE)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries)
            if "word/document.xml" not in archive.namelist():
                raise ValidationError(_NO_WORD_FILE)
            tags = 0
            for entry in filter(_is_text, entries):
                xml = archive.read(entry)
                _refuse_entities(xml)
                tags += xml.count(b"<")
            if tags > _MOST_TAGS:
                raise ValidationError(_TOO_MUCH)
    except ValidationError:
        raise
    except Exception as error:
        log.info("no Word file: %r", error)
        raise ValidationError(_NO_WORD_FILE) from None


def _refuse_bombs(entries):
    text = sum(entry.file_size for entry in entries if _is_text(entry))
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or unpacked > _UNPACKED or text > _UNPACKED_TEXT:
        raise ValidationError(_TOO_MUCH)


def _is_text(entry):
    return entry.filename.lower().endswith((".xml", ".rels"))


def _refuse_entities(xml):
    """Word writes no document types; whoever does wants the parser to multiply or to fetch."""
    if b"<!" in xml and re.search(rb"<!(?:DOCTYPE|ENTITY)", xml.replace(b"\0", b"")):
        raise ValidationError(_("This Word file is damaged and cannot be read."))
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:4]:
        raise ValidationError(_("This Word file is damaged and cannot be read."))


def _kept(image, pictures):
    if len(pictures) >= _MOST_PICTURES:
        raise ValueError("more pictures than a story has")
    try:
        with image.open() as content:
            data = content.read()
    except Exception as error:  # linked instead of embedded, or damaged
        log.info("picture of a Word file not read: %r", error)
        data = b""
    alt = line(image.alt_text or "")
    pictures.append(Picture(data, "" if _GUESSED_ALT.search(alt) else alt))
    return {"src": str(len(pictures) - 1), "alt": ""}


def _story(elements):
    elements = [element for element in elements if isinstance(element, Element)]
    story = Story()
    title = _headline(elements)
    if title is not None:
        story.headline = line(title.text)
        position = elements.index(title)
        elements.remove(title)
        standfirst = _standfirst(elements, position)
        if standfirst is not None:
            elements.remove(standfirst)
            text = line(standfirst.text)
            mark = _MARK.match(text)
            story.mark = mark[1] if mark else ""
            story.standfirst = text[mark.end() :] if mark else text
    story.blocks = blocks.contents(elements)
    return story


def _headline(elements):
    """The title; the first heading of the first level; a bold or short paragraph on top."""
    written = [element for element in elements if _fits(element, "headline")]
    for wanted in (_is("word-title"), lambda element: element.tag == "h1"):
        if found := next(filter(wanted, written), None):
            return found
    first = next((element for element in elements if element.text.strip()), None)
    if first in written and first.tag in ("p", "h2", "h3"):
        short = len(first.text.split()) <= _SHORT
        return first if short or _is_bold(first) else None
    return None


def _standfirst(elements, position):
    following = [element for element in elements[position:] if element.text.strip()][:1]
    for element in following:
        wanted = _is("word-subtitle")(element) or (element.tag == "p" and _is_bold(element))
        if wanted and _fits(element, "standfirst") and not _pictures_in(element):
            return element
    return None


def _is(name):
    return lambda element: element.attrs.get("class") == name


def _is_bold(element):
    return all(
        isinstance(child, Element) and child.tag == "strong"
        for child in element.children
        if not isinstance(child, str) or child.strip()
    )


def _fits(element, name):
    longest = Article._meta.get_field(name).max_length
    text = line(element.text)
    return bool(text) and (longest is None or len(text) <= longest)


def _pictures_in(element):
    return any(part.tag == "img" for part in element.walk())
