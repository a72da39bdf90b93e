"""Register: du or Sie, tu or vous, tú or usted, mixed in a reply or against the chat so far."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sidecar_server.drafts.draft import Draft
from sidecar_server.model import Finding

RULE = "culture"


@dataclass(frozen=True, slots=True)
class _Forms:
    """What shows each way to say you; `formal` of German is told by its capital letter."""

    familiar: re.Pattern[str]
    formal: re.Pattern[str]
    names: tuple[str, str]


_FORMS: Mapping[str, _Forms] = {
    "de": _Forms(
        re.compile(r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(?:e[mnrs]?)?|[Ee]uch|[Ee]uer)\b"),
        re.compile(r"(?<![.!?]\s)(?<!^)\b(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b"),
        ("du", "Sie"),
    ),
    "fr": _Forms(
        re.compile(
            r"\b(?:tu|te|toi|ton|ta|tes)\b|\bt'(?=[aeéhiouy])|(?:^|(?<=[.!?] ))"
            r"(?:monte|va|prends|envoie|regarde|dis|attends|clique|appelle)\b",
            re.IGNORECASE,
        ),
        re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE),
        ("tu", "vous"),
    ),
    "es": _Forms(
        re.compile(
            r"\b(?:tú|te|ti|contigo|tu|tus|tuy[oa]s?|tienes|puedes|quieres|estás|eres|dime|"
            r"envíame|mándame|revisa|mira|espera)\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:usted(?:es)?|le|les|su|sus|suy[oa]s?|dígame|envíeme|revise|espere|"
            r"permítame|puede|tiene)\b",
            re.IGNORECASE,
        ),
        ("tú", "usted"),
    ),
    "hi": _Forms(
        re.compile(r"(?<!\w)(?:तुम|तुम्हें|तुम्हारा|तुम्हारी|तुम्हारे|तू|तेरा|तेरी)(?![\wऀ-ॣ])"),
        re.compile(r"(?<!\w)(?:आप|आपका|आपकी|आपके|आपको)(?![\wऀ-ॣ])"),
        ("तुम", "आप"),
    ),
}  # fmt: skip


def mixed(draft: Draft) -> Iterator[Finding]:
    """Find familiar address in a chat that is formal so far, or the two of them in one reply."""
    forms = _FORMS.get(draft.language)
    found = forms.familiar.search(draft.text) if forms else None
    if forms is None or found is None:
        return
    customer = "\n".join(m.text for turn in draft.case.conversation.turns("customer") for m in turn)
    sent = "\n".join(message.text for message in draft.agents)
    familiar, formal = (bool(one.search(customer)) for one in (forms.familiar, forms.formal))
    if familiar and not formal:
        return  # they say du themselves
    others = forms.formal.search(sent) or formal
    both = forms.formal.search(draft.text) and draft.language in {"de", "fr"}
    if others or both:
        low, high = forms.names
        advice = f"{low} stands beside {high} in this chat: keep to {high}."
        yield draft.finding(RULE, found.span(), advice)
