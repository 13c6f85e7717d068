"""Charts of bars, drawn on the server: places and sizes in percent, so that no letter shrinks."""

from dataclasses import dataclass

# Of the width that a bar has for itself.
_FILLED = 80
_MOST_LABELS = 4


@dataclass(frozen=True)
class Column:
    """A bar of ``parts``, pairs of kind and number, from below."""

    label: str
    told: str
    parts: list


@dataclass(frozen=True)
class Chart:
    """``top`` is what the highest bar stands for, in words."""

    key: str
    title: str
    summary: str
    columns: list
    top: str

    def bars(self):
        most = max(sum(size for _kind, size in column.parts) for column in self.columns)
        width = 100 / len(self.columns)
        for number, column in enumerate(self.columns):
            parts, below = [], 100.0
            for kind, size in column.parts:
                height = 100 * size / most if most else 0
                below -= height
                if size:
                    parts.append({"kind": kind, "y": f"{below:.2f}%", "height": f"{height:.2f}%"})
            yield {
                "x": f"{width * (number + (100 - _FILLED) / 200):.3f}%",
                "width": f"{width * _FILLED / 100:.3f}%",
                "told": column.told,
                "parts": parts,
            }

    def labels(self):
        """A few below the bars, the same number of bars apart."""
        count = len(self.columns)
        for number in range(0, count, -(-count // _MOST_LABELS)):
            anchor = "start" if number == 0 else "middle"
            x = 0 if number == 0 else 100 * (number + 0.5) / count
            yield {"x": f"{x:.2f}%", "anchor": anchor, "text": self.columns[number].label}
