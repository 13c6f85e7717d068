"""The body of a story as a list of blocks: whatever came in, one shape goes out.

A figure is always a block of its own: what it stood in comes apart around it, in order. Text
stands in paragraphs, headings, lists, quotations and cells, never loose. Nothing that could be
read is dropped, and a body that has this shape keeps it.
"""

from urllib.parse import urlsplit

from . import foreign, lists, tables
from .embeds import Embed
from .figures import Figure, fit, is_caption
from .tree import BREAK, Block, Element, paragraphs, parse, tidy

_SHORT = 60  # words
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}


def read(html):
    """The blocks of ``html``, which a sanitizer wrote."""
    return contents(parse(html).children)


def contents(children, marks=(), tag="p"):
    """The blocks of ``children``; what is no block among them becomes blocks of ``tag``."""
    flow = _Flow(tag)
    flow.walk(children, marks)
    flow.close()
    return _captioned(lists.nested(flow.blocks))


class _Flow:
    def __init__(self, tag):
        self.tag, self.blocks, self._leaves = tag, [], []

    def walk(self, children, marks):
        for child in children:
            if isinstance(child, str):
                self._leaves.append((child, marks))
            elif child.tag == "br":
                self._leaves.append((BREAK, marks))
            elif foreign.is_hidden(child):
                continue
            elif child.tag in foreign.INLINE:
                self.walk(child.children, foreign.marked(child, marks))
            else:
                self.close()
                self.blocks += _block(child, foreign.marked(child, marks), self.tag)

    def close(self):
        leaves, self._leaves = self._leaves, []
        if self.tag in ("h2", "h3"):
            leaves = [(text, _without_strong(marks)) for text, marks in leaves]
        found = [Block(self.tag, run) for run in paragraphs(tidy(leaves))]
        self.blocks += [block for block in found if not foreign.is_chrome(block.text)]


def _without_strong(marks):
    return tuple(mark for mark in marks if mark[0] != "strong")


def _block(element, marks, around):
    """The blocks that ``element`` becomes."""
    tag = element.tag
    if tag in _READERS:
        return _READERS[tag](element, marks)
    if heading := _HEADINGS.get(tag):
        return contents(element.children, marks, heading)
    if foreign.is_title(element):
        around = "h2"
    if foreign.is_word_item(element):
        return lists.read_word_item(element, marks, contents)
    blocks = contents(element.children, marks, around)
    if foreign.is_caption(element):
        for block in blocks:
            block.says_caption = True
    return blocks


def _list(element, marks):
    return lists.read(element, marks, contents)


def _lone_item(element, marks):
    return _list(Element("ul", {}, [element]), marks)


# --- Quotations, tables, figures -------------------------------------------------------------


def _quotation(element, marks):
    is_pull = "pull" in element.attrs.get("class", "").split()
    attrs = {"class": "pull"} if is_pull else {}
    out, quoted = [], []
    for block in [*contents(element.children, marks), None]:
        if block is not None and block.figure is None:
            quoted.append(block)
            continue
        if quoted:
            out.append(Block("blockquote", blocks=quoted, attrs=attrs))
        quoted = []
        if block is not None:
            out.append(block)
    return out


def _rule(element, marks):
    return [Block("hr")]


def _table(element, marks):
    return tables.read(element, marks, contents)


def _image(element, marks):
    if foreign.is_icon(element):
        return []
    alt = element.attrs.get("alt", "")
    figure = Figure.read({"data-alt": alt}, alt)
    return [Block("figure", figure=figure, pasted=True, source=element.attrs.get("src", ""))]


def _figure(element, marks):
    caption, said, inside = _divided(element, marks)
    blocks = contents(inside, marks)
    pasted = [block for block in blocks if block.pasted]
    if "data-embed" in element.attrs:
        video = _video(element.attrs["data-embed"], caption, marks)
        return [*video, *said, *_without(pasted, blocks)]
    is_ours = not {"data-photo", "data-place"}.isdisjoint(element.attrs)
    is_ours = is_ours or "align-" in element.attrs.get("class", "")
    if not is_ours and not pasted and any(block.tag != "p" for block in blocks):
        # Other papers put tables, quotations and films into figures.
        return [*blocks, *contents([caption], marks), *said]
    if not is_ours and pasted:
        if caption.strip():
            caption, rest = fit(caption)
            pasted[0].figure = Figure.read({"data-alt": pasted[0].figure.alt}, caption)
            pasted[0].says_caption = True
            blocks += contents([rest], marks)
        return blocks + said
    blocks = _without(pasted, blocks)
    if not caption.strip() and all(block.tag == "p" for block in blocks):
        caption, blocks = " ".join(block.text for block in blocks), []
    caption, rest = fit(caption)
    figure = Figure.read(element.attrs, caption)
    return [Block("figure", figure=figure), *contents([rest], marks), *said, *blocks]


def _divided(element, marks):
    """The caption of a figure, what else stood in its captions, and what stands beside them."""
    caption, said, inside = [], [], []
    for child in element.children:
        if isinstance(child, Element) and child.tag == "figcaption":
            for block in contents(child.children, marks):
                caption.append(block.text) if block.tag == "p" else said.append(block)
        else:
            inside.append(child)
    return " ".join(caption), said, inside


def _without(pasted, blocks):
    """A figure of ours may show its own picture: that is not a second one."""
    return [block for block in blocks if block not in pasted]


def _video(address, caption, marks):
    """The video at ``address``, or where we cannot show it a paragraph that links there."""
    caption, rest = fit(caption)
    if video := Embed.parse(address, caption):
        return [Block("figure", figure=video), *contents([rest], marks)]
    link = Element("a", {"href": address} if _is_on_the_web(address) else {}, [address])
    refused = contents([f"{caption} {rest} ", link], marks)
    for block in refused:
        block.refused = True
    return refused


def _is_on_the_web(address):
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False


def _captioned(blocks):
    """``blocks`` where the line under a pasted picture has become its caption."""
    out = []
    for block in blocks:
        above = out[-1] if out else None
        waits = above is not None and above.pasted and not above.says_caption
        if waits and _says_caption(block):
            above.figure = Figure.read({"data-alt": above.figure.alt}, block.text)
            above.says_caption = True
            continue
        out.append(block)
    return out


def _says_caption(block):
    """By its class, by its words, or as papers set captions: short, and all in italics."""
    text = block.text
    if block.tag != "p" or fit(text)[1]:
        return False
    italic = all("em" in dict(marks) for _text, marks in block.leaves)
    return block.says_caption or is_caption(text) or (italic and len(text.split()) <= _SHORT)


_READERS = {
    "ul": _list,
    "ol": _list,
    "li": _lone_item,
    "blockquote": _quotation,
    "hr": _rule,
    "img": _image,
    "figure": _figure,
    "table": _table,
}
