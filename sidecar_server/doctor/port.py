"""The address: one of this computer's own, free, or held by a server of ours."""

import http.client
import socket
from collections.abc import Iterator

from sidecar_server.doctor.finding import Check, Said, doubt, fine, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.errors import StartProblem
from sidecar_server.settings import Settings
from sidecar_server.web.serving import bind, is_loopback

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
    elif not is_loopback(settings.host):
        bind(settings).close()  # says so
    elif _answers(settings):
        if _is_ours(settings):
            yield fine(f"the server answers at http://{where}")
        else:
            yield wrong(
                f"another program holds {where}",
                "end it, or give another port: `sidecar serve --port 8766`",
            )
    else:
        yield _free(settings, where)


def _free(settings: Settings, where: str) -> Said:
    try:
        bind(settings).close()
    except StartProblem as problem:
        return wrong(str(problem), problem.fix)
    return fine(f"{where} is free; `sidecar serve` starts the server")


def _answers(settings: Settings) -> bool:
    try:
        socket.create_connection((settings.host, settings.port), timeout=WAIT_S).close()
    except OSError:
        return False
    return True


def _is_ours(settings: Settings) -> bool:
    asked = http.client.HTTPConnection(settings.host, settings.port, timeout=WAIT_S)
    try:
        asked.request("GET", "/health")
        return asked.getresponse().read(64) == HEALTHY
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


CHECKS: dict[str, Check] = {"port": _port}
