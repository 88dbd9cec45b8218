"""Reading one CSV file: its encoding, its separator, its header, its rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SEPARATORS = (",", ";", "\t")
_ENCODINGS = ("utf-8-sig", "gb18030")


class Line(NamedTuple):
    """One record; ``number`` is the line of the file that it begins on, counted from 1."""

    number: int
    cells: list[str]


class Unreadable(ValueError):
    """A file that is no table; ``line`` is 0 when it is the whole file's fault."""

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        super().__init__(why)


class Table(NamedTuple):
    """A file read: the header and the records below it, blank ones left out."""

    header: Line
    lines: list[Line]


def read_table(path: Path) -> Table:
    """Read a CSV file in UTF-8 (with or without BOM) or GB18030, separated by comma, semicolon or tab.

    Raises:
        Unreadable: The file is not there, empty, in another encoding, or not CSV; the text says the remedy.
    """
    text = _decode(_load(path)).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not text.strip():
        raise Unreadable(0, "the file is empty; put a header and rows into it, or leave it out")
    lines = list(_records(text, _separator(text)))
    if len(lines) < 2:
        raise Unreadable(0, "there are no rows below the header; add some, or leave the file out")
    return Table(lines[0], lines[1:])


def _load(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(0, f"the file cannot be read: {error.strerror}; give the path of a CSV file") from error
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(0, "this is a workbook, not CSV; save the sheet as CSV UTF-8 and import that")
    return data


def _decode(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # a NUL is what UTF-16 looks like when it is read as something else
        if "\0" not in text:
            return text
    raise Unreadable(0, "the encoding is neither UTF-8 nor GB18030; save the file as CSV UTF-8")


def _separator(text: str) -> str:
    header = text.lstrip("\n").partition("\n")[0]
    return max(SEPARATORS, key=lambda separator: _width(header, separator))


def _width(header: str, separator: str) -> int:
    try:
        return len(next(csv.reader([header], delimiter=separator), []))
    except csv.Error:
        return 0


def _records(text: str, separator: str) -> Iterator[Line]:
    reader = csv.reader((line + "\n" for line in text.split("\n")), delimiter=separator, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(start, f"this is not CSV ({error}); mend the quotes of this line") from error
        if any(cells):
            yield Line(start, cells)
