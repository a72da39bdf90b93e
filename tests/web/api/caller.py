"""A program that speaks to the leads' API as its description says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from sidecar_server.web.api import ROOM
from tests.web.console.leads import House


@dataclass
class Caller:
    """Calls with a token, our own Origin."""

    client: httpx.Client
    house: House

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        headers = {**self.headers(method), **more.pop("headers", {})}
        sent = {"json": body} if body is not None else {}
        return self.client.request(method, f"{ROOM}{path}", headers=headers, **sent, **more)

    def headers(self, method: str) -> dict[str, str]:
        return {} if method == "GET" else {"origin": self.house.address}

    def change(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Change an entry as it stands."""
        entry = "/".join(path.split("/")[:5])
        tag = self("GET", entry).headers["etag"]
        return self(method, path, body, headers={"if-match": tag})

    def served(self, id_: str) -> str:
        """Give what agents have under an id, "" for nothing."""
        lines = self.house.store.library().phrases
        return next((p.text for p in lines if p.id == id_ and p.state == "published"), "")


@contextmanager
def caller(house: House, name: str, role: str = "lead") -> Iterator[Caller]:
    token = house.credentials.create(name, role)
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=house.address, headers=headers, trust_env=False) as client:
        yield Caller(client, house)
