"""The library's commands: check, import of every format, export."""

import json
import zipfile
from pathlib import Path

import pytest

from sidecar_server.settings import Settings
from sidecar_server.startup import library_folder, read_checked
from tests.command import sidecar


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_sound_library_has_no_fault(home: Path, tmp_path: Path) -> None:
    sound = tmp_path / "sound"
    texts = (
        '[[situation]]\nid = "a"\ntitle = "A parcel"\ncustomer_says = ["where is it", "no parcel"]',
        '[[phrase]]\nid = "a.b"\nstrategy = "own"\nmoment = "opening"\ntext = "I look for it."',
    )
    for name, text in zip(("situations/en.toml", "phrases/en/a.toml"), texts, strict=True):
        (sound / name).parent.mkdir(parents=True)
        (sound / name).write_text(text)
    done = sidecar(home, "library", "check", str(sound))
    assert done.exit_code == 0, done.stderr
    assert "1 situations, 1 phrases, 0 notes, 0 expectations: no fault found" in done.stdout


def test_the_shipped_files_may_be_served() -> None:
    assert len(read_checked(library_folder(Settings())).phrases) > 600


def test_check_names_the_fault_and_ends_with_1(home: Path, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('[[phrase]]\nid = "a.b"\n')
    done = sidecar(home, "library", "check", str(tmp_path / "x.toml"))
    assert done.exit_code == 1
    assert "x.toml:1" in done.stderr


def test_export_can_be_imported_again_and_exports_the_same(home: Path, tmp_path: Path) -> None:
    assert sidecar(home, "library", "export", str(tmp_path / "out")).exit_code == 0
    done = sidecar(home, "library", "import", str(tmp_path / "out"))
    assert done.exit_code == 0, done.stderr
    sidecar(home, "library", "export", str(tmp_path / "twice"))
    files = sorted(
        file.relative_to(tmp_path / "out") for file in (tmp_path / "out").rglob("*.toml")
    )
    assert files
    for file in files:
        assert (tmp_path / "out" / file).read_bytes() == (tmp_path / "twice" / file).read_bytes()


def test_a_table_is_imported_as_drafts_and_a_bad_row_keeps_it_out(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ours.csv"
    file.write_text("id;text;state\ndelivery-late.new;It is on its way.;published\nbad;x;\n")
    refused = sidecar(home, "library", "import", str(file))
    assert refused.exit_code == 1
    assert "ours.csv:3: the id 'bad' has no dot — write situation.short-name" in refused.stderr
    file.write_text(file.read_text().replace("bad;x;\n", ""))
    done = sidecar(home, "library", "import", str(file))
    assert done.stdout.startswith("1 entries taken, 0 already there; they are drafts")
    assert "0 entries taken, 1 already" in sidecar(home, "library", "import", str(file)).stdout


def test_another_products_lines_go_where_they_are_proposed_or_told(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "canned.json"
    said = [{"short_code": "late", "content": "Where is my parcel, it is late: {{contact.name}}"}]
    file.write_text(json.dumps(said))
    done = sidecar(home, "library", "import", str(file), "--language", "en")
    assert done.exit_code == 0, done.stderr
    sidecar(home, "library", "export", str(tmp_path / "out"))
    written = (tmp_path / "out" / "phrases" / "en" / "delivery-late.toml").read_text()
    assert "{customer_name}" in written
    elsewhere = json.dumps([{"short_code": "other", "content": "Qwxyz."}])
    file.write_text(elsewhere)
    assert "no situation is near" in sidecar(home, "library", "import", str(file)).stderr
    told = ("--language", "en", "--situation", "card-stolen")
    assert sidecar(home, "library", "import", str(file), *told).exit_code == 0
    assert sidecar(home, "library", "import", str(file), "--situation", "none").exit_code == 1


def test_an_archive_of_the_library_keeps_the_states_it_states(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "ours.zip"
    row = '[[phrase]]\nid = "delivery-late.{}"\nstrategy = "own"\nmoment = "opening"\ntext = "x"\n'
    with zipfile.ZipFile(file, "w") as archive:
        stated = row.format("stated") + 'state = "published"\n'
        archive.writestr("lib/phrases/en/delivery-late.toml", row.format("new") + stated)
    done = sidecar(home, "library", "import", str(file))
    assert "2 entries taken, 0 already there; 1 of them not published" in done.stdout, done.stderr
