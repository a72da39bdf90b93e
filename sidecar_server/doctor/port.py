"""The address: one of this computer's own, free, or held by a server of ours."""

import http.client
import socket
import ssl
from collections.abc import Iterator

from sidecar_server.doctor.finding import Check, Said, doubt, fine, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.errors import StartProblem
from sidecar_server.settings import Settings
from sidecar_server.web import exposure
from sidecar_server.web.serving import bind, bind_twin

HIGHEST = 65_535
WAIT_S = 3.0
HEALTHY = b'{"status":"ok"}'


def _port(settings: Settings, _: Machine) -> Iterator[Said]:
    where = f"[{settings.host}]" if ":" in settings.host else settings.host
    where += f":{settings.port}"
    if not 0 <= settings.port <= HIGHEST:
        yield wrong(
            f"there is no port {settings.port}", f"set a port from 1024 to {HIGHEST}, or none"
        )
    elif settings.port == 0:
        yield doubt("the port is another at each start", "set one, so that browsers stay paired")
    else:
        exposure.check(settings)  # its StartProblem is the finding
        yield _held(settings, where) if _answers(settings) else _free(settings, where)


def _held(settings: Settings, where: str) -> Said:
    if _is_ours(settings):
        return fine(f"the server answers at {where}")
    return wrong(
        f"another program holds {where}",
        "end it, or give another port: `sidecar serve --port 8766`",
    )


def _free(settings: Settings, where: str) -> Said:
    try:
        for one in (bind(settings), *bind_twin(settings)):
            one.close()
    except StartProblem as problem:
        return wrong(str(problem), problem.fix)
    return fine(f"{where} is free; `sidecar serve` starts the server")


def _answers(settings: Settings) -> bool:
    try:
        socket.create_connection((_here(settings), settings.port), timeout=WAIT_S).close()
    except OSError:
        return False
    return True


def _is_ours(settings: Settings) -> bool:
    asked = _connection(settings)
    try:
        asked.request("GET", "/health")
        return asked.getresponse().read(64) == HEALTHY
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _here(settings: Settings) -> str:
    """Give the address to reach it by on this computer, where it listens on all of them."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104


def _connection(settings: Settings) -> http.client.HTTPConnection:
    if not settings.tls_certificate:
        return http.client.HTTPConnection(_here(settings), settings.port, timeout=WAIT_S)
    # Whether it answers is asked here, not who it is: its certificate is for another name.
    unverified = ssl._create_unverified_context()  # noqa: S323
    return http.client.HTTPSConnection(
        _here(settings), settings.port, timeout=WAIT_S, context=unverified
    )


CHECKS: dict[str, Check] = {"port": _port}
