"""Pages answer whatever stands in their address."""

import pytest

from tests.web.console.leads import Browser


@pytest.mark.parametrize(
    "asked",
    [{"id": "x"}, {"before": "²"}, {"before": "9" * 40}, {"id": "a.b", "kind": "no", "batch": "z"}],
)
def test_an_address_that_makes_no_sense_shows_a_page(lead: Browser, asked: dict[str, str]) -> None:
    assert lead.get("/console/history", **asked).status_code == 200


@pytest.mark.parametrize("number", ["²", "9" * 40, "-1", ""])
def test_a_number_that_is_none_undoes_nothing(lead: Browser, number: str) -> None:
    answer = lead.post("/console/history/undo", number=number)
    assert answer.status_code == 422
    assert "no such change" in answer.text.lower()


@pytest.mark.parametrize("page", ["find", "expectations", "languages", "usage", "floor"])
@pytest.mark.parametrize("at", ["²", "9" * 40, "-3", "x"])
def test_a_place_that_is_no_number_is_the_beginning(lead: Browser, page: str, at: str) -> None:
    assert lead.get(f"/console/{page}", **{"from": at}).status_code == 200
