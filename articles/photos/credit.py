"""Finding the credit at the end of a caption: "Ga Hà Nội sáng nay. (Ảnh: Mỹ Lệ)".

A photo is printed with its caption and its credit. Where people have typed the credit into the
caption as well, it would be printed twice, or without its place; so it is moved.
"""

import re

from cms.text import fold, line

# As long as the field that it goes into.
LONGEST = 120
_LABEL = (
    r"(?:hình ảnh|nguồn ảnh|nguồn|ảnh|photos?|hình|image|credit)"
    r"(?: (?:minh h[oọ][aạ]|tư liệu|lưu trữ|đồ h[oọ][aạ]|internet|by|source))*"
)
# In brackets some credits stand without a colon and a name.
_ALONE = (
    r"ảnh (?:minh h[oọ][aạ]|tư liệu|lưu trữ|internet|sưu tầm|NVCC|TTXVN)"
    r"(?: của [^()\[\]]{1,60})?"
    r"|ảnh do [^()\[\]]{1,60} cung cấp|(?:nguồn|ảnh|photo) ?[:–-]? ?internet"
)
_BRACKETED = re.compile(
    rf"\s*[(\[{{（【]\s*((?:{_LABEL})\s*[:：]\s*[^()\[\]{{}}（）【】]+|{_ALONE})\s*[)\]}}）】]\s*([.…]?)$",
    re.IGNORECASE,
)
# Without brackets it must begin a sentence or follow a dash, or be written large: in the middle
# of a sentence "ảnh:" belongs to it.
_NAME = r"\s*[:：]\s*([^:：()\[\]!?…]{1,60})$"
_AFTER_STOP = re.compile(
    rf"(?:^|(?<=[.!?…”\"’»)\]])\s+|\s*[-–—|/•;]\s+)({_LABEL}){_NAME}", re.IGNORECASE
)
_IN_THE_OPEN = re.compile(rf"\s+((?:Ảnh|Photo|Nguồn ảnh)(?: (?:minh h(?:ọa|oạ)|tư liệu))?){_NAME}")
# What may stand before "Ảnh:" and make it the subject of a sentence.
_PART_OF = re.compile(
    r"(?:^|\s)(?:trong|bức|tấm|hình|những|các|loạt|chùm|chú thích|dưới|trên|qua|bộ|kèm|về|theo)$",
    re.IGNORECASE,
)
# Who is not named by a name.
_SOMEBODY = (
    "sưu tầm", "internet", "tư liệu", "nhân vật", "tác giả", "cộng tác viên", "bạn đọc",
    "gia đình", "ban tổ chức", "đơn vị", "cơ quan", "nhà trường", "cắt từ", "chụp từ",
    "chụp màn hình", "do ", "nvcc", "ctv", "st", "facebook", "người dân", "công an",
)  # fmt: skip
_MOST_WORDS = 9


def split_credit(text):
    """``(caption, credit)`` of a caption that ends in its credit; the credit may be empty.

    >>> split_credit("Ga Hà Nội sáng nay. (Ảnh: Mỹ Lệ)")
    ('Ga Hà Nội sáng nay.', 'Ảnh: Mỹ Lệ')
    """
    caption, found = line(text), []
    while parts := _last_credit(caption):
        caption = parts[0]
        found.insert(0, parts[1])
    credit = " – ".join(found)
    return (caption, credit) if len(credit) <= LONGEST else (line(text), "")


def with_credit(caption, credit):
    """``(caption, credit)``, each saying its own part once.

    A credit that was given stays as it is; the one in the caption goes only if it says the same.
    """
    caption, credit = line(caption), line(credit)
    rest, found = split_credit(caption)
    if not found:
        return caption, credit
    if not credit:
        return rest, found
    return (rest if _names(found) <= _names(credit) else caption), credit


def name_of(credit):
    """Who is named by a credit: ``Mỹ Lệ`` of ``Ảnh: Mỹ Lệ``."""
    return re.sub(rf"^{_LABEL}\s*[:：]\s*", "", line(credit), flags=re.IGNORECASE)


def _names(credit):
    return set(fold(name_of(credit)).split())


def _last_credit(caption):
    if match := _BRACKETED.search(caption):
        rest, stop = caption[: match.start()], match[2]
        if stop and rest and rest[-1] not in ".!?…":
            rest += stop
        return _cut(rest), _written(match[1])
    for pattern in (_AFTER_STOP, _IN_THE_OPEN):
        match = pattern.search(caption)
        if match and _is_name(match[2]) and not _PART_OF.search(caption[: match.start()]):
            return _cut(caption[: match.start()]), _written(f"{match[1]}: {match[2]}")
    return None


def _is_name(text):
    first = text.strip("\"'“‘ ")[:1]
    named = first.isupper() or first.isdigit() or first in ("@", "©")
    named = named or text.casefold().startswith(_SOMEBODY)
    return named and len(text.split()) <= _MOST_WORDS


def _cut(caption):
    return caption.rstrip(" -–—|/•;,")


def _written(credit):
    """With one space after the colon, a capital, and no stop at the end."""
    credit = line(re.sub(r"\s*[:：]\s*", ": ", credit, count=1)).rstrip(" .;,")
    return credit[:1].upper() + credit[1:]
