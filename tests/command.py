"""The `sidecar` command as people run it, over a data folder of its own and the small library."""

from pathlib import Path

from click.testing import CliRunner, Result

from sidecar_server.cli import main
from tests.sample import prompts


def sidecar(home: Path, *options: str, stdin: str = "", **settings: str) -> Result:
    own = {"SIDECAR_HOME": str(home), "SIDECAR_ENCODER": "hashing", "SIDECAR_PROMPTS": prompts()}
    environment = {**own, **settings}
    return CliRunner().invoke(main, options, input=stdin, env=environment)
