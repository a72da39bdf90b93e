"""A practice page over HTTP: its token, and what it says to the server."""

import re
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

_DATA = re.compile(r'id="desk-data">([^<]*)<')


@dataclass
class Player:
    """What the desk's page of one scenario does."""

    client: httpx.Client
    origin: str
    token: str = ""
    run: str = ""

    def open(self, scenario: str) -> dict[str, Any]:
        """Load the desk; gives the data in its page."""
        page = self.client.get(f"/practice/desk/{scenario}")
        assert page.status_code == 200
        found = _DATA.search(page.text)
        assert found
        data: dict[str, Any] = orjson.loads(found[1])
        self.token = data["token"]
        return data

    def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        """Send as the page does, unless other headers are given."""
        given = {"origin": self.origin, "authorization": f"Bearer {self.token}", **headers}
        return self.client.post(f"/practice/runs{path}", json=body, headers=given)

    def begin(self, scenario: str) -> list[str]:
        """Open the desk and begin; gives the customer's first messages."""
        self.open(scenario)
        answer = self.post("", {"scenario": scenario})
        assert answer.status_code == 200, answer.text
        self.run = answer.json()["run"]
        messages: list[str] = answer.json()["messages"]
        return messages

    def say(self, text: str) -> dict[str, Any]:
        """Send a reply; gives what comes back."""
        answer = self.post(f"/{self.run}/say", {"text": text})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found
