"""Tables as spreadsheets write and read them: text, separators, and cells that begin a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sidecar_server.curation.exchange.reading import bounded
from sidecar_server.errors import BadInput
from sidecar_server.library.files import Fault

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OLD = "it is not UTF-8 and was read as Windows-1252, as Excel writes it: look at the accents"
_SEPARATORS = ",;\t"
# What a spreadsheet takes for the beginning of a formula, also behind marks that it passes over.
_PASSED = (
    r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2000-\u200a\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    r"'\"`´‘’‚“”„‹›«»＇＂]*"
)
_FORMULA = re.compile(r"\A" + _PASSED + r"[=+\-@\t\r\n＝＋－＠﹦﹢﹣﹫]")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns and the rows by their number, the first row of a file being 1."""

    columns: Sequence[str]
    rows: Sequence[tuple[int, Mapping[str, str]]]
    faults: Sequence[Fault]
    remarks: Sequence[str] = field(default_factory=tuple)


def guarded(text: str) -> str:
    """Put an apostrophe before a cell that would begin a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Take the apostrophe of `guarded` away."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def decode(content: bytes, name: str) -> tuple[str, Sequence[str]]:
    """Read bytes as text, with a remark where that was a guess; BadInput where it is none."""
    encoding = next((e for bom, e in _BOMS.items() if content.startswith(bom)), "utf-8")
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError:
        pass
    try:
        if b"\x00" in content:
            raise ValueError
        return content.decode("cp1252"), (_OLD,)
    except ValueError:
        raise BadInput(f"{name} is no text", fix="save the table as CSV in UTF-8") from None


def columns_of(content: bytes) -> Sequence[str]:
    """Give the columns of what may be a table, none where it is no text."""
    try:
        text, _ = decode(content, "")
        lines, separator = _dialect(text)
        return _header(next(csv.reader(lines, delimiter=separator), []))
    except (BadInput, csv.Error):
        return ()


def read(content: bytes, name: str) -> Table:
    """Read a table with any of three separators; a row that cannot be read is a fault."""
    text, remarks = decode(content, name)
    lines, separator = _dialect(text)
    rows = csv.reader(lines, delimiter=separator, strict=True)
    try:
        columns = _header(next(rows, []))
    except csv.Error as error:
        return Table((), (), [(f"{name}:1", _unreadable(error))], remarks)
    faults: list[Fault] = []
    found = list(_rows(rows, columns, name, faults))
    return Table(columns, found, faults, remarks)


def write(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write a table as Excel opens it rightly: UTF-8 with its mark, commas, every cell quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(row.get(name, "")) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _rows(
    rows: Iterator[list[str]], columns: Sequence[str], name: str, faults: list[Fault]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    number = 1
    while True:
        number += 1
        bounded(number)
        try:
            cells = next(rows, None)
        except csv.Error as error:
            faults.append((f"{name}:{number}", _unreadable(error)))
            return
        if cells is None:
            return
        if len(cells) > len(columns):
            many = f"{len(cells)} cells for {len(columns)} columns"
            faults.append((f"{name}:{number}", f"{many} — quote a text that holds a separator"))
        elif any(cells):
            padded = [*cells, *[""] * (len(columns) - len(cells))]
            yield number, dict(zip(columns, map(unguarded, padded), strict=True))


def _unreadable(error: csv.Error) -> str:
    return f"the table ends here: {error} — double each quotation mark inside a quoted cell"


def _header(cells: Sequence[str]) -> Sequence[str]:
    return [unguarded(cell).strip().lower().replace(" ", "_") for cell in cells]


def _dialect(text: str) -> tuple[io.StringIO, str]:
    """Find the separator in the first row; Excel may say it in a row of its own."""
    first, _, rest = text.partition("\n")
    if first.strip().lower() in {f"sep={one}".strip() for one in _SEPARATORS}:
        return io.StringIO(rest, newline=""), first.strip()[4:] or "\t"
    return io.StringIO(text, newline=""), max(_SEPARATORS, key=first.count)
