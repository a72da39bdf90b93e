"""Library files: `sidecar library check` finds no fault, or says file, line and fix of each."""

import re
import tempfile
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sidecar_server.cli import main
from tests.sample import prompts
from tests.soak.surfaces.drawn import as_bytes, drawn, spoilt

PROPERTY = "a library file has no fault, or each is said with file, line and fix"
_PLACE = re.compile(r"^library/(\S+?\.toml):(\d+): ", re.MULTILINE)


def files() -> dict[str, str]:
    """Give the sample's files by their path below the library's folder."""
    top = Path(prompts())
    found = sorted(top.rglob("*.toml"))
    return {str(one.relative_to(top)): one.read_text(encoding="utf-8") for one in found}


def check(count: int, full: bool) -> None:
    """Have the command check a library with one file spoilt."""
    whole = files()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder) / "library"
        for name in whole:
            (top / name).parent.mkdir(parents=True, exist_ok=True)
        run = CliRunner(env={"SIDECAR_HOME": f"{folder}/home", "SIDECAR_ENCODER": "hashing"})

        @drawn(count, full)
        @given(st.data(), st.sampled_from(sorted(whole)))
        def holds(data: st.DataObject, name: str) -> None:
            content = data.draw(as_bytes(spoilt(st.just(whole[name]))))
            for one, text in whole.items():
                (top / one).write_text(text, encoding="utf-8")
            (top / name).write_bytes(content)
            done = run.invoke(main, ["library", "check", str(top)])
            assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
            assert done.exit_code in {0, 1}
            assert "Traceback" not in done.output
            if done.exit_code:
                _placed(done.output, top)

        holds()


def _placed(said: str, top: Path) -> None:
    """See that faults are named, each by a file of the library and a line that it has."""
    places = _PLACE.findall(said)
    assert places, said
    for name, line in places:
        lines = (top / name).read_bytes().decode(errors="replace").splitlines()
        assert 1 <= int(line) <= len(lines) + 1, said
