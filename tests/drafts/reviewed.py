"""A desk whose drafts are reviewed: a chat in a line, and what one rule says of a draft."""

from sidecar_server.model import Customer, Finding
from tests.sample import Desk


class Reviewed(Desk):
    """Over the sample library and the hashing encoder."""

    def begin(self, *said: str, name: str = "", locale: str = "") -> None:
        """Begin another chat, customer and agent by turns."""
        self.another(f"{self.chat.id}+")
        self.chat.customer = Customer(name, locale)
        for number, text in enumerate(said or ("where is my parcel",)):
            self.says("agent" if number % 2 else "customer", text)

    def of(self, rule: str, draft: str) -> list[Finding]:
        """Give what one rule finds; every span is of the words that it shows."""
        found = [one for one in self.checks(draft) if one.rule == rule]
        for one in found:
            whole = rule == "heard" and one.span == (0, len(draft))
            assert whole or draft[slice(*one.span)] == one.text
            assert one.advice.endswith((".", "?"))
        return found

    def words(self, rule: str, draft: str) -> list[str]:
        """Give the words that one rule marks."""
        return [one.text for one in self.of(rule, draft)]
