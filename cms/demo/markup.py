"""The few marks that the demo texts are written with, as HTML."""

from html import escape


def to_html(text, figures=()):
    """Paragraphs by empty lines; ``## `` subhead, ``> `` quotation, ``- `` list lines.

    ``figures`` are pairs: after how many of these blocks, and the HTML that stands there.
    """
    blocks = [_block(block) for block in text.strip().split("\n\n")]
    for after, html in sorted(figures, reverse=True):
        blocks.insert(after, html)
    return "".join(blocks)


def _block(block):
    block = block.strip()
    if block.startswith("## "):
        return f"<h2>{escape(block[3:], quote=False)}</h2>"
    if block.startswith("> "):
        return f"<blockquote><p>{escape(block[2:], quote=False)}</p></blockquote>"
    if block.startswith("- "):
        items = (escape(line[2:], quote=False) for line in block.splitlines())
        return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    return f"<p>{escape(' '.join(block.split()), quote=False)}</p>"
