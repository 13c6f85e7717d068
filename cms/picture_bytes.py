"""Walks over the blocks of a picture file, without decoding any: for `cms.images` only.

Each walk is over after a fraction of a second, whatever the file holds; a file of countless tiny
blocks raises ValueError, since it would keep Pillow busy for many seconds.
"""

import re

# The largest file we accept has fewer blocks than these, unless somebody made them tiny.
_MOST_GIF_BLOCKS = 250_000
_MOST_JPEG_SEGMENTS = 10_000
_MOST_PNG_CHUNKS = 50_000
PNG_START = b"\x89PNG\r\n\x1a\n"
_GIF_EXTENSION, _GIF_IMAGE = b"!", b","
_COLOURS_FOLLOW = 0x80
# In a JPEG's data 0xFF is followed by 0 or by the number of a restart; else it begins a marker.
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_SCAN, _END = 0xDA, 0xD9


def frames_of_gif(file, most):
    """How many frames a GIF has; counting stops above ``most``."""
    file.seek(10)
    flags = file.read(3)[0]
    file.seek(_colours(flags), 1)
    frames = blocks = 0
    while frames <= most:
        kind = file.read(1)
        if kind == _GIF_IMAGE:
            frames += 1
            flags = file.read(9)[8]
            file.seek(_colours(flags) + 1, 1)  # and the width of a code
        elif kind == _GIF_EXTENSION:
            file.seek(1, 1)
        else:
            break
        while (length := file.read(1)) > b"\0":
            file.seek(length[0], 1)
            blocks += 1
            if blocks > _MOST_GIF_BLOCKS:
                raise ValueError("a GIF of tiny blocks")
    return frames


def _colours(flags):
    """Bytes of the colour table that follows such flags."""
    return 3 << ((flags & 7) + 1) if flags & _COLOURS_FOLLOW else 0


def passes_of_jpeg(file, most):
    """How many scans the first picture in a JPEG file has; counting stops above ``most``."""
    file.seek(0)
    content = file.read()
    passes, position = 0, 2
    for _segment in range(_MOST_JPEG_SEGMENTS):
        marker = _MARKER.search(content, position)
        if marker is None or marker[1][0] == _END or passes > most:
            return passes
        passes += marker[1][0] == _SCAN
        position = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2], "big")
    raise ValueError("a JPEG of tiny segments")


def refuse_chunk_bomb(file):
    """Raises ValueError for a PNG of countless chunks."""
    file.seek(len(PNG_START))
    for _chunk in range(_MOST_PNG_CHUNKS):
        head = file.read(8)
        if len(head) < 8 or head[4:] == b"IEND":
            return
        file.seek(int.from_bytes(head[:4], "big") + 4, 1)  # and its checksum
    raise ValueError("a PNG of tiny chunks")
