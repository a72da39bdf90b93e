"""Which language a chat is in, read over what its customer wrote."""

from sidecar_server.conversation import Conversation
from sidecar_server.language import identify

_READ = 400  # characters, the newest


def language(conversation: Conversation) -> str:
    """Say which language the customer writes, read over the newest few hundred characters."""
    said = ""
    for turn in reversed(conversation.turns("customer")):
        said = f"{' '.join(message.text for message in turn)} {said}"
        if len(said) > _READ:
            break
    newest, locale = said[:-1][-_READ:], conversation.customer.locale
    return conversation.once(f"language of {locale}", newest, lambda text: identify(text, locale))
