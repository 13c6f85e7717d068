"""Tables of a body: caption, head and rows; what does not belong into a cell stands around it."""

from . import foreign
from .figures import Figure, fit
from .tree import Block, Element, tidy

_SCOPES = {"row", "col", "rowgroup", "colgroup"}
_MOST_SPANNED = 99


def read(element, marks, contents):
    """The blocks of a table: what stood loose in it, the table, and the figures of its cells.

    ``contents`` reads what stands in a cell.
    """
    table = _Table(contents)
    table.walk(element, marks, "tbody")
    return table.blocks()


class _Table:
    def __init__(self, contents):
        self._contents = contents
        self._before, self._after, self._caption = [], [], []
        self._rows = {"thead": [], "tbody": []}

    def walk(self, element, marks, part):
        for child in element.children:
            if isinstance(child, str):
                self._before += self._contents([child], marks)
            elif foreign.is_hidden(child):
                continue
            elif child.tag in ("thead", "tbody", "tfoot", "table"):
                self.walk(child, marks, "thead" if child.tag == "thead" else "tbody")
            elif child.tag == "tr":
                self._row(child, foreign.marked(child, marks), part)
            elif child.tag == "caption":
                for block in self._taken(child, foreign.marked(child, marks)):
                    self._caption += [(" ", ()), *_leaves(block)]
            else:
                self._before += self._contents([child], marks)

    def _row(self, row, marks, part):
        cells = []
        for child in row.children:
            if isinstance(child, Element) and child.tag in ("td", "th"):
                blocks = self._taken(child, foreign.marked(child, marks))
                cells.append(Block(child.tag, blocks=blocks, attrs=_attributes(child)))
            else:
                self._before += self._contents([child], marks)
        if cells:
            self._rows[part].append(Block("tr", blocks=cells))

    def _taken(self, cell, marks):
        blocks = self._contents(cell.children, marks)
        self._after += [block for block in blocks if block.figure is not None]
        return [block for block in blocks if block.figure is None]

    def blocks(self):
        cells = [cell for rows in self._rows.values() for row in rows for cell in row.blocks]
        text = [cell for cell in cells if cell.text]
        if self._is_frame(cells, text):
            return [*self._before, *self._framed(text)]
        if not cells or (self._after and not text and not self._caption):
            return [*self._before, *self._captions(), *self._after]
        caption = tidy(self._caption)
        parts = [Block("caption", caption)] if caption else []
        parts += [Block(part, blocks=rows) for part, rows in self._rows.items() if rows]
        return [*self._before, Block("table", blocks=parts), *self._after]

    def _is_frame(self, cells, text):
        """Other papers put a picture and its caption into a table of one column."""
        one_picture = len(self._after) == 1 and self._after[0].pasted
        return one_picture and len(cells) <= 2 and len(text) <= 1 and not self._caption

    def _framed(self, text):
        said = text[0].text if text else ""
        [picture] = self._after
        if said and not fit(said)[1]:
            picture.figure = Figure.read({"data-alt": picture.figure.alt}, said)
            picture.says_caption = True
            return [picture]
        return [picture, *(text[0].blocks if text else [])]

    def _captions(self):
        caption = tidy(self._caption)
        return [Block("p", caption)] if caption else []


def _leaves(block):
    found = list(block.leaves)
    for inner in block.blocks:
        found += [(" ", ()), *_leaves(inner)]
    return found


def _attributes(cell):
    kept = {}
    for name in ("colspan", "rowspan"):
        value = cell.attrs.get(name, "")
        if value.isascii() and value.isdecimal() and 1 < int(value[:6]) <= _MOST_SPANNED:
            kept[name] = int(value[:6])
    scope = cell.attrs.get("scope", "").lower()
    if cell.tag == "th" and scope in _SCOPES:
        kept["scope"] = scope
    return kept
