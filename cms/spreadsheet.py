"""What spreadsheets make of a file."""

# Excel reads a file as UTF-8 by its first character, or takes its letters for others.
BOM = "\ufeff"


def harmless(cell):
    """A spreadsheet computes what begins like a formula, and what strangers typed stands here."""
    if isinstance(cell, str) and cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return cell
