"""The commands of whoever installs and removes Sidecar; no logic."""

import click

from sidecar_server.policy.advice import advice
from sidecar_server.policy.browsers import BROWSERS
from sidecar_server.policy.systems import SYSTEMS
from sidecar_server.policy.wanted import read
from sidecar_server.settings import load_settings


@click.group()
def service() -> None:
    """Keep the server running for this user, from sign-in on."""


@service.command()
@click.option("--host", help="Address to listen on (default: what is set now).")
@click.option("--port", type=int, help="Port to listen on (default: what is set now).")
def install(host: str | None, port: int | None) -> None:
    """Start the server now and at every sign-in, with the folder, host and port set now."""
    from sidecar_server.service import keeping, launch, supervisor, systems  # noqa: PLC0415

    settings = load_settings({"host": host, "port": port})
    by = systems.supervisor_of()
    click.echo(keeping.install(launch.launch_of(settings), by, supervisor.run))


@service.command()
def remove() -> None:
    """Stop the service and take it away; data stays."""
    from sidecar_server.service import keeping, launch, supervisor, systems  # noqa: PLC0415

    by = systems.supervisor_of()
    click.echo(keeping.remove(launch.launch_of(load_settings()), by, supervisor.run))


@service.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Say whether it is installed and whether it runs; ends with 1 where it does not run."""
    from sidecar_server.service import keeping, launch, supervisor, systems  # noqa: PLC0415

    by = systems.supervisor_of()
    found = keeping.status(launch.launch_of(load_settings()), by, supervisor.run)
    click.echo(f"installed: {'yes' if found.installed else 'no'}")
    click.echo(f"running: {'yes' if found.running else 'no'}")
    ctx.exit(0 if found.running else 1)


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def purge(yes: bool) -> None:
    """Remove all that is kept for this user, after listing it and asking."""
    from sidecar_server import purge as purging  # noqa: PLC0415

    found = purging.look(load_settings())
    click.echo("\n".join(purging.listing(found)))
    if found.ours or (found.folder.is_dir() and not found.foreign):
        if not yes:
            click.confirm("Remove it?", abort=True)
        purging.remove(found)
        click.echo("Removed.")
    click.echo(purging.ELSE)


@click.command()
@click.option("--browser", required=True, type=click.Choice(list(BROWSERS)))
@click.option("--os", "system", required=True, type=click.Choice(list(SYSTEMS)))
@click.option("--server", default="", help="The server's address: HOST, HOST:PORT or https://HOST.")
@click.option(
    "--update-url",
    default="",
    help="Your update manifest; installs the extension (default: the server's own, where it has "
    "extension_package).",
)
@click.option("--site", "sites", multiple=True, help="A helpdesk, as https://HOST; repeatable.")
def policy(browser: str, system: str, server: str, update_url: str, sites: tuple[str, ...]) -> None:
    """Write the policy that rolls the extension out to standard output."""
    wanted = read(load_settings(), server, update_url, sites)
    click.echo(SYSTEMS[system].render(BROWSERS[browser], wanted), nl=False)
    for line in advice(BROWSERS[browser], SYSTEMS[system], wanted):
        click.echo(line, err=True)


COMMANDS: tuple[click.Command, ...] = (service, policy, purge)
