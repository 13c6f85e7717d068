"""Colour profiles (ICC) by bytes, as cameras and printing houses put them into files."""

import struct

from PIL import ImageCms

# The primaries of Display P3 under the light of D50, as every phone's profile has them.
_P3 = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}


def _fixed(*numbers):
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def display_p3():
    """The curves of sRGB, which P3 shares, with its own primaries."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for name, primary in _P3.items():
        entry = profile.index(name)
        (offset,) = struct.unpack(">I", profile[entry + 4 : entry + 8])
        profile[offset + 8 : offset + 20] = _fixed(*primary)
    return bytes(profile)


def printing_press(inks):
    """A CMYK profile: ``inks`` gives the Lab colour of each of the 16 full mixtures.

    It is a table of two steps for each ink (lut8), between which colours are interpolated.
    """
    table = b""
    for mixture in range(16):
        lightness, a, b = inks(*(mixture >> shift & 1 for shift in (3, 2, 1, 0)))
        table += bytes([round(lightness * 2.55), round(a + 128), round(b + 128)])
    straight = bytes(range(256))
    unit = _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    lut = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + unit + straight * 4 + table + straight * 3
    tags = {
        b"desc": b"desc\0\0\0\0\0\0\0\2a\0" + bytes(78),
        b"cprt": b"text\0\0\0\0-\0\0\0",
        b"wtpt": b"XYZ \0\0\0\0" + _fixed(0.9642, 1, 0.8249),
        b"A2B0": lut,
    }
    directory, body, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        directory += name + struct.pack(">II", offset + len(body), len(content))
        body += content
    size = offset + len(body)
    header = struct.pack(">I", size) + b"\0\0\0\0\2\x40\0\0prtrCMYKLab " + bytes(12) + b"acsp"
    header = header.ljust(68, b"\0") + _fixed(0.9642, 1, 0.8249)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + directory + body
