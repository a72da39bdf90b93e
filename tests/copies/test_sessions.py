"""Who signed in at one copy is signed in at all: their browser may meet any of them."""

from pathlib import Path

import httpx

from sidecar_server.web.console.visit import FORM_KEY
from tests.copies.team import team


def test_a_session_is_good_in_every_copy_and_ends_in_every_copy(tmp_path: Path) -> None:
    with team(tmp_path) as ours:
        code = ours.run("console")
        own = {"host": ours.balancer.authority, "origin": f"http://{ours.balancer.authority}"}
        first, *others = [
            httpx.Client(base_url=f"http://{one.authority}", headers=own, trust_env=False)
            for one in ours.copies
        ]
        page = first.get("/console").text
        key = page.split(f'name="{FORM_KEY}" value="')[1][:64]
        typed = {FORM_KEY: key, "way": "code", "code": code}
        assert first.post("/console/sign-in", data=typed).status_code == 303
        for other in others:
            other.cookies.update(first.cookies)
            page = other.get("/console/find").text
            assert "Sign out" in page
        key = page.split(f'name="{FORM_KEY}" value="')[1][:64]
        assert others[-1].post("/console/sign-out", data={FORM_KEY: key}).status_code == 303
        assert first.get("/console/find").status_code == 403
        for one in (first, *others):
            one.close()
