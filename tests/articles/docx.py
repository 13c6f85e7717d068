"""Word files, written by hand: the parts that Word, and whoever reads its files, cannot do without.

docx(p("Tít", style="Title"), p(("đậm", "b"), " thường"), picture(1), pictures=[bytes])
"""

import zipfile
from html import escape
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_D = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_STYLES = {
    "Title": "Title", "Subtitle": "Subtitle", "Heading1": "heading 1", "Heading2": "heading 2",
    "Caption": "caption", "ListParagraph": "List Paragraph",
}  # fmt: skip
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def p(*runs, style="", item=None):
    """A paragraph; a run is text or ``(text, "b", "i")``. ``item`` 1: a bullet, 2: a number."""
    inside = "".join(run if run.startswith("<w:r>") else _run(run) for run in map(_as_run, runs))
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    if item:
        about += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{item}"/></w:numPr>'
    return f"<w:p><w:pPr>{about}</w:pPr>{inside}</w:p>"


def _as_run(run):
    return run if isinstance(run, str) else _run(*run)


def _run(text, *looks):
    about = "".join(f"<w:{look}/>" for look in looks)
    text = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r><w:rPr>{about}</w:rPr>{text}</w:r>".replace("<w:rPr></w:rPr>", "")


def picture(number, alt="", linked=False):
    """A paragraph with the picture of this number, counted from 1."""
    source = "link" if linked else "embed"
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{_D}"><wp:docPr id="{number}" name="x" '
        f'descr="{escape(alt)}"/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_P}">'
        f'<pic:pic xmlns:pic="{_P}"><pic:blipFill><a:blip r:{source}="rId{number}"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def parts(*body, pictures=()):
    """The parts of a Word file by their names."""
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/image" '
        + (
            f'Target="media/image{n}.jpeg"/>'
            if isinstance(content, bytes)
            else f'Target="{content}" TargetMode="External"/>'
        )
        for n, content in enumerate(pictures, start=1)
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _STYLES.items()
    )
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:numFmt w:val="{kind}"/></w:lvl>'
        "</w:abstractNum>"
        for n, kind in ((1, "bullet"), (2, "decimal"))
    )
    lists += "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    document = (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{"".join(body)}</w:body></w:document>'
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relations}</Relationships>",
        "word/document.xml": _HEAD + document,
        "word/styles.xml": f'{_HEAD}<w:styles xmlns:w="{_W}">{styles}</w:styles>',
        "word/numbering.xml": f'{_HEAD}<w:numbering xmlns:w="{_W}">{lists}</w:numbering>',
        **{
            f"word/media/image{n}.jpeg": content
            for n, content in enumerate(pictures, start=1)
            if isinstance(content, bytes)
        },
    }


def packed(files, name="bai.docx"):
    """An upload of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return SimpleUploadedFile(name, out.getvalue(), MIME)


def docx(*body, pictures=(), name="bai.docx"):
    return packed(parts(*body, pictures=pictures), name)
