"""Gaps that were left open: `{order_number}`, `[NAME]`, `XXX`, `____`."""

import re
from collections.abc import Iterator

from sidecar_server.coaches.slots import known
from sidecar_server.drafts.draft import Draft
from sidecar_server.model import Finding

RULE = "slot"
_GAP = re.compile(
    r"\{\{?[^{}\n]{1,40}\}?\}"
    r"|\[(?:[^\W\d_a-z]{2,40}[^\[\]a-z\d]{0,40}|[^\[\]\d]{0,60}\b(?i:name|date|number|order|insert|link|amount|"
    r"time|ref\w*|city|agent|here|your|datum|nummer|nombre|fecha|número|nom|numéro|nome|"
    r"data)\b[^\[\]\d]{0,60})\]"
    r"|<(?:insert|your|customer|agent|name|date|order|number|amount|link|time|hier|aquí|ici|"
    r"inserir)\b[^<>\n]{0,30}>"
    r"|_{3,}|(?<![\w*•])[Xx]{3,}(?![\w*•]|[ -]?\d{2,4}\b)|\bTBD\b|\bINSERT [A-Z ]{2,19}[A-Z]\b|"
    r"【[^】]{1,20}】|〇{2,}"
)  # fmt: skip

# "Type {first_name} where the name should stand" is about the gap itself.
_SPOKEN_OF = re.compile(
    r"(?:\b(?:type|enter|write|insert|paste|copy|use|delete|remove|leave|keep|replace|put|add|"
    r"called|named|says?|the (?:field|tag|placeholder|variable)))\s+(?:the |a |"
    r"field )?[\"'“‘`]?$|[\"“‘`]$",
    re.IGNORECASE,
)


def slot(draft: Draft) -> Iterator[Finding]:
    """Point at each gap, unless it is what the chat is about: then the customer wrote it too."""
    told = known(draft.case.conversation)
    for found in _GAP.finditer(draft.text):
        before = draft.text[max(0, found.start() - 24) : found.start()]
        if found[0].casefold() in draft.said or _SPOKEN_OF.search(before):
            continue
        value = told.get(found[0].strip("{}[]<> ").casefold().replace(" ", "_"), "")
        advice = "This gap is still open: fill it in, or take the sentence out."
        yield draft.finding(RULE, found.span(), advice, (value,) if value else ())
