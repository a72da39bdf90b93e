"""What the chat tells for certain, by the name of the slot that it fills."""

import re
from collections.abc import Mapping

from sidecar_server.conversation import Conversation

# "order number is 4471-902", "booking ref: AB12CD34", "#4471902"; a bare one may be a telephone's.
_NAMED = re.compile(
    r"(?:\b(?:order|booking|reference|ticket|case|invoice|tracking)\b"
    r"(?:\s+(?:number|no|nr|id|ref|code))?"
    r"[\s.:#]*(?:is|was)?[\s:#]*|#)"
    r"((?=[a-z0-9-]*\d{3})[a-z0-9][a-z0-9-]{4,24})(?![\w-])",
    re.IGNORECASE,
)
_CARD = re.compile(r"\d{13,19}|\d{4}(?:-\d{4}){3}")


def known(conversation: Conversation) -> Mapping[str, str]:
    """Give `customer_name` as the helpdesk states it, `order_number` where just one was named."""
    told = [message.text for turn in conversation.turns("customer") for message in turn]
    numbers = {found[1] for text in told for found in _NAMED.finditer(text)}
    numbers = {number for number in numbers if not _CARD.fullmatch(number)}
    found = {"customer_name": conversation.customer.name}
    if len(numbers) == 1:
        found["order_number"] = numbers.pop()
    return {name: value for name, value in found.items() if value}
