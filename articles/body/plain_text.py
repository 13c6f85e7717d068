"""Bodies as a person can write them without an editor, and back, without loss.

A paragraph is text between blank lines, a line break within it a line of its own. Bold, links
and the like are HTML in the text; every other block is its HTML, on lines of its own:

    Hành khách đã có mặt từ <strong>rất sớm</strong>.

    <h2>Trong ga</h2>

`from_text` takes both this and the HTML of an editor, so nobody has to say which one it is.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser

from .markup import clean, parsed

_BLOCKS = frozenset(
    "address article aside blockquote caption center details dialog div dl dd dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section "
    "table tbody td tfoot th thead tr ul".split()
)
# Space directly inside these means nothing; their parts then stand on lines of their own.
_FRAMES = frozenset("ul ol table thead tbody tr blockquote figure".split())
_LINES = re.compile(r"(?<=>)(?=<(?:li|tr|thead|tbody|caption|p|figcaption)\b|</(?:ul|ol|table)>)")
_TAG = re.compile(r"(<[^>]*>)")
_NEEDLESS_ENTITY = re.compile(r"&amp;#?\w*;?|&lt;(?=[\s\d])|&gt;")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
# Nesting that is not HTML's takes a second look to settle; a limit for what an attacker sends.
_PASSES = 6


def from_text(text):
    """The HTML of a body, as it is stored, from what was typed or what an editor posted."""
    text = text.encode(errors="ignore").decode().strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # What an editor posts has no lines: nothing to divide before `clean` knows the blocks.
    has_lines = "\n" in text or not text.startswith("<")
    html = parsed(text) if has_lines else clean(text)
    for _pass in range(_PASSES):
        before, html = html, clean("".join(_parts(html)))
        if html == before:
            break
    return html


def to_text(html):
    """The text from which `from_text` makes ``html`` again."""
    blocks = _parts(from_text(html))
    text = "\n\n".join(map(_readable, blocks))
    if from_text(text) == "".join(blocks):
        return text
    # Something odd, like an empty line at the start of a paragraph: that block stays HTML.
    return "\n\n".join(
        text if from_text(text) == block else block
        for text, block in zip(map(_readable, blocks), blocks, strict=True)
    )


def _readable(block):
    """A block without what a person can do without."""
    if not block.startswith("<p>"):
        return _LINES.sub("\n", block)
    bare = block.removeprefix("<p>").removesuffix("</p>").replace("<br>", "\n")
    return "".join(
        part if part.startswith("<") else _NEEDLESS_ENTITY.sub(_lightened, part)
        for part in _TAG.split(bare)
    )


def _lightened(entity):
    """``Q&A`` for ``Q&amp;A``, unless it would be read as something else."""
    plain = unescape(entity[0])
    return plain if unescape(plain) == plain else entity[0]


def _parts(html):
    """The blocks of ``html``, one by one; bare text between them becomes paragraphs."""
    splitter = _Splitter()
    splitter.feed(html)
    splitter.close()
    return splitter.parts()


class _Splitter(HTMLParser):
    """Divides sanitized HTML: elements are closed, and nothing in it is ambiguous."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self._done = []
        self._block, self._open = [], []
        self._bare = []

    def parts(self):
        self._end_of_bare_text()
        return [*self._done, *filter(None, ["".join(self._block)])]

    def handle_starttag(self, tag, attrs):
        if not self._open and tag in _BLOCKS:
            self._end_of_bare_text()
        if self._open or tag in _BLOCKS:
            self._block.append(self.get_starttag_text())
            if tag not in ("br", "hr"):
                self._open.append(tag)
            self._end_of_block()
        else:
            self._bare.append(self.get_starttag_text())

    def handle_endtag(self, tag):
        if not self._open:
            self._bare.append(f"</{tag}>")
            return
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        self._block.append(f"</{tag}>")
        self._end_of_block()

    def handle_data(self, data):
        if not self._open:
            self._bare.append(escape(data, quote=False))
        elif self._open[-1] not in _FRAMES or data.strip():
            self._block.append(escape(data, quote=False))

    def handle_entityref(self, name):
        (self._block if self._open else self._bare).append(f"&{name};")

    def handle_charref(self, name):
        self.handle_entityref(f"#{name}")

    def _end_of_block(self):
        if not self._open:
            self._done.append("".join(self._block))
            self._block.clear()

    def _end_of_bare_text(self):
        text = "".join(self._bare)
        self._bare.clear()
        for paragraph in _BLANK_LINE.split(text):
            if paragraph.strip():
                lines = paragraph.strip().replace("\n", "<br>")
                self._done.append(f"<p>{lines}</p>")
