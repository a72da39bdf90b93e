"""What breaks in mid chat mends itself: the server restarted, the extension's worker killed."""

from typing import Any

import pytest
from playwright.sync_api import Worker, expect

from tests.extension.chromium import Chromium, Killer
from tests.extension.conftest import Desk
from tests.process import SidecarProcess

pytestmark = pytest.mark.browser
LISTEN = """() => {
  const send = WebSocket.prototype.send;
  self.sent = [];
  WebSocket.prototype.send = function (data) {
    self.sent.push(JSON.parse(data));
    return send.call(this, data);
  };
}"""
IDS = "all => all.map((one) => one.dataset.messageId)"


def messages_told(worker: Worker) -> list[str]:
    """Give the ids that the connection of now was told, as often as it was told them."""
    told: list[str] = []
    sent: list[dict[str, Any]] = worker.evaluate("self.sent")
    for frame in sent:
        if frame["type"] == "hello":
            told = []
        if frame["type"] == "conversation.opened":
            told = [message["message"] for message in frame["messages"]]
        if frame["type"] == "message.seen":
            told.append(frame["message"])
    return told


def test_after_a_restart_of_the_server_suggestions_return_by_themselves(
    desk: Desk, chromium: Chromium, server: SidecarProcess
) -> None:
    worker = chromium.context.service_workers[-1]
    worker.evaluate(LISTEN)
    expect(desk.cards.first).to_be_visible()
    desk.answer("One moment, I am looking.")
    expect(desk.cards).to_have_count(0)
    server.stop()
    expect(desk.panel.locator("#privacy")).to_have_attribute("data-status", "offline")
    desk.customer_says_more()
    server.start()
    expect(desk.cards.first).to_be_visible()

    desk.answer("Here it is.")
    expect(desk.cards).to_have_count(0)
    desk.customer_says_more()
    expect(desk.cards.first).to_be_visible()
    assert messages_told(worker) == desk.page.locator("[data-message-id]").evaluate_all(IDS)


def test_after_its_worker_was_killed_the_next_message_is_answered(
    desk: Desk, chromium: Chromium
) -> None:
    killer = Killer(chromium.pairing)
    expect(desk.cards.first).to_be_visible()
    desk.answer("One moment, I am looking.")
    expect(desk.cards).to_have_count(0)
    killer.kill()
    desk.customer_says_more()
    expect(desk.cards.first).to_be_visible()
    line = desk.line(1)
    desk.press("1")
    expect(desk.reply).to_have_value(line)
