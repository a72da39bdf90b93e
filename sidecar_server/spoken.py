"""Which language a chat is in, read over what its customer wrote."""

from sidecar_server.conversation import Conversation
from sidecar_server.language import identify


def language(conversation: Conversation) -> str:
    """Say which language the customer writes, read over the newest few hundred characters."""
    said = " ".join(m.text for turn in conversation.turns("customer") for m in turn)[-400:]
    locale = conversation.customer.locale
    return conversation.once(f"language of {locale}", said, lambda text: identify(text, locale))
