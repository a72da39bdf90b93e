// Finds the parts of a message that all messages have: text, author, time, and what is none of it.
// @ts-check
(() => {
  const { picking } = globalThis.sidecar;
  const { textOf, tokens } = picking;
  const MOST_PARTS = 160;
  const NAMED = /author|name|sender|nick|byline|person|writer|poster|from\b|who\b/i;
  const SAYS = /text|content|body|prose|markdown|words|rich|message-/i;
  const NO_TEXT =
    "button, [role=button], input, select, textarea, svg, style, script, template, [aria-hidden=true]";
  const TIME_WORDS =
    /\b(am|pm|a\.m|p\.m|today|yesterday|now|just|ago|at|on|an?|about|sec(ond)?s?|min(ute)?s?|hours?|hrs?|days?|weeks?|months?|years?|mon|tue|wed|thu|fri|sat|sun|[a-z]+day|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|uhr|utc|gmt|heute|gestern|hier|hoy|ayer|[smhdw]|th|st|nd|rd|edited)\b/gi;
  const STATES =
    /^(sent|delivered|seen|read|edited|sending|failed|new|✓+|[·•|\-–—:,✓]+)\b.{0,14}$/i;

  /** @type {Sidecar.Picking["isTime"]} */
  const isTime = (text) =>
    text.length < 41 &&
    /\d|now|yesterday/i.test(text) &&
    !/[a-z\p{L}]/iu.test(
      text
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, "")
        .replace(/\d+/g, " ")
        .replace(TIME_WORDS, ""),
    ) &&
    /\d\d?[:.h]\d\d|\d{4}|ago|now|yesterday|\b\d+ ?[smhdw]\b|\d+ ?min|\d[./-]\d|(am|pm)\b/i.test(
      text,
    );

  /** @param {Element} element @param {Element} message */
  function below(element, message) {
    const tags = [];
    for (let at = element; at !== message && at.parentElement; at = at.parentElement) {
      const kin = [...at.parentElement.children].filter((one) => one.localName === at.localName);
      const tag = CSS.escape(at.localName);
      tags.unshift(kin.length > 1 ? `${tag}:nth-of-type(${kin.indexOf(at) + 1})` : tag);
    }
    return tags;
  }

  /**
   * Ways to find the parts in every message, the heavier first.
   * @param {Element[]} members @param {string} messageCss
   */
  function partNames(members, messageCss) {
    /** @type {Map<string, number>} */
    const found = new Map();
    const heads = messageCss.split(", ");
    for (const message of members.slice(-40)) {
      for (const element of [...message.querySelectorAll("*")].slice(0, 40)) {
        if (!textOf(element)) continue;
        const own = tokens(element).filter(({ family, weight }) => weight > 1 || family !== "tag");
        for (const { css, weight } of own) if (weight > 2) found.set(css, weight);
        if (element.localName === "time") found.set("time", 5);
        const steps = below(element, message);
        found.set(
          heads.map((head) => `${head} > ${steps.join(" > ")}`).join(", "),
          1 / (1 + steps.length),
        );
        const before = element.previousElementSibling;
        if (before) {
          const beside = [
            ...steps.slice(0, -1),
            `${CSS.escape(before.localName)} + ${CSS.escape(element.localName)}`,
          ];
          found.set(
            heads.map((head) => `${head} > ${beside.join(" > ")}`).join(", "),
            0.95 / (1 + steps.length),
          );
        }
        const among = `${steps.join(" > ")}:not(:only-child)`;
        found.set(heads.map((head) => `${head} > ${among}`).join(", "), 0.9 / (1 + steps.length));
        const loose = steps.map((step) => step.replace(/:nth.*/, ""));
        found.set(
          heads.map((head) => `${head} > ${loose.join(" > ")}`).join(", "),
          1.5 / (1 + steps.length),
        );
      }
    }
    return [...found].sort((a, b) => b[1] - a[1]).slice(0, MOST_PARTS);
  }

  /**
   * @typedef {{ css: string, weight: number, at: (Element | null)[], all: Element[][], texts: string[] }} Part
   * @param {Element[]} members @param {string} messageCss @returns {Part[]}
   */
  const partsIn = (members, messageCss) =>
    partNames(members, messageCss)
      .map(([css, weight]) => {
        const all = members.map((one) => [...one.querySelectorAll(css)]);
        const at = all.map(([first]) => first ?? null);
        const texts = at.flatMap((one) => (one && textOf(one) ? [textOf(one)] : []));
        return { css, weight, at, all, texts };
      })
      .filter(({ weight, texts }) => weight > 2 || texts.length > 1);

  /** @param {Part} part */
  const isTimePart = ({ all }) => {
    const texts = all.flat().map(textOf).filter(Boolean);
    return texts.length > 0 && texts.every(isTime);
  };

  /** @param {Part} part @param {Element[]} members */
  function isNoise({ all, at }, members) {
    const elements = all.flat();
    if (!elements.length) return false;
    if (elements.every((one) => one.matches(NO_TEXT) || !one.checkVisibility())) return true;
    if (elements.every((one) => STATES.test(textOf(one)) || isTime(textOf(one)))) return true;
    const initials = elements.every((one) => /^\p{Lu}{1,2}$/u.test(textOf(one)));
    const texts = elements.map(textOf);
    const repeated = texts.length > 3 && new Set(texts).size <= Math.min(3, texts.length / 3);
    const size = (/** @type {Element | null | undefined} */ one) => (one ? textOf(one).length : 0);
    const rest = members.every((one, index) => !at[index] || size(one) > size(at[index]));
    return initials || (repeated && rest && texts.every((one) => one.length < 25));
  }

  /** @param {Part} part @param {Sidecar.Label[]} labels @param {Element[]} members */
  function looksLikeName(part, labels, members) {
    const { css, texts, at, all } = part;
    if (!texts.length || all.some((some) => some.length > 1)) return 0;
    if (texts.some((one) => one.length > 40 || isTime(one) || one.split(" ").length > 4)) return 0;
    if (!texts.every((one) => /\p{L}/u.test(one)) || texts.every((one) => STATES.test(one)))
      return 0;
    if (
      at.some(
        (one, index) => one && textOf(/** @type {Element} */ (members[index])) === textOf(one),
      )
    )
      return 0;
    const of = (/** @type {string} */ role) =>
      new Set(
        labels
          .filter((one) => one.role === role)
          .flatMap(({ element }) => {
            const found = element.querySelector(css);
            return found ? [textOf(found)] : [];
          }),
      );
    const [customer, agent] = [of("customer"), of("agent")];
    if ([...customer].some((one) => agent.has(one))) return 0;
    const kinds = new Set(texts).size;
    const hinted = NAMED.test(css) || at.some((one) => one && NAMED.test(one.className));
    if (!hinted && kinds > texts.length / 2) return 0;
    return (hinted ? 3 : 0) + texts.length / members.length + part.weight / 10;
  }

  /** @param {Element} element @param {Set<Element>} dropped @returns {string} */
  function textWithout(element, dropped) {
    let text = "";
    for (const child of element.childNodes) {
      if (child.nodeType === 3) text += child.nodeValue;
      else if (child.nodeType === 1 && !dropped.has(/** @type {Element} */ (child))) {
        text += ` ${textWithout(/** @type {Element} */ (child), dropped)} `;
      }
    }
    return text;
  }
  const squeezed = (/** @type {string} */ text) => text.replace(/\s+/g, "");

  /**
   * The names that cover everything to be dropped, the heaviest first.
   * @param {Part[]} drops @param {Element[]} within
   */
  function cover(drops, within) {
    const left = new Set(
      drops
        .flatMap(({ all }) => all.flat())
        .filter((one) => within.some((top) => top !== one && top.contains(one))),
    );
    const chosen = [];
    for (const { css, all } of drops) {
      const hit = all.flat().filter((one) => left.has(one));
      if (!hit.length) continue;
      chosen.push(css);
      for (const one of left) if (hit.some((top) => top.contains(one))) left.delete(one);
    }
    return chosen;
  }

  /**
   * Where texts have more beside them than can be told apart: the smallest part with a telling name
   * around what was clicked, or with a large share.
   * @param {Part[]} parts @param {Element[]} members @param {Set<Element>} dropped
   * @param {Sidecar.Label[]} labels
   */
  function mainPart(parts, members, dropped, labels) {
    const size = (/** @type {Element | null | undefined} */ one) =>
      one ? squeezed(textWithout(one, dropped)).length : 0;
    const shares = (/** @type {Part} */ { at }) =>
      members.flatMap((one, index) => (size(one) ? [size(at[index]) / size(one)] : []));
    const share = (/** @type {Part} */ part) =>
      shares(part).reduce((sum, one) => sum + one, 0) / Math.max(shares(part).length, 1);
    const clicked = labels.flatMap(({ leaf }) => leaf ?? []);
    const around = (/** @type {Part} */ { at }) =>
      clicked.some((leaf) => at.some((one) => one?.contains(leaf)));
    const telling = (/** @type {Part} */ part) => around(part) || SAYS.test(part.css);
    const fit = parts.filter((part) => {
      const once = part.all.filter((some) => some.length === 1).length;
      const named = part.weight > 2 && once > members.length * 0.7 && !part.texts.every(isTime);
      return named && share(part) > (telling(part) ? 0.3 : 0.6);
    });
    const rank = (/** @type {Part} */ part) =>
      Number(around(part)) * 2 + Number(SAYS.test(part.css));
    return fit.sort((a, b) => rank(b) - rank(a) || share(a) - share(b))[0];
  }

  /**
   * The smallest part that holds the whole text in every message.
   * @param {Part[]} parts @param {Element[]} members @param {Set<Element>} dropped
   * @param {Sidecar.Label[]} labels
   */
  function textPart(parts, members, dropped, labels) {
    const wanted = members.map((one) => squeezed(textWithout(one, dropped)));
    if (!wanted.some(Boolean)) return undefined;
    const holds = parts.filter(({ at }) =>
      members.every((_, index) => {
        const element = at[index];
        return (
          !wanted[index] || (element && squeezed(textWithout(element, dropped)) === wanted[index])
        );
      }),
    );
    const main = mainPart(parts, members, dropped, labels);
    // Whoever clicked right on a text showed where it is.
    const shown = labels.filter(({ leaf }) => main?.at.some((one) => leaf && one?.contains(leaf)));
    if (!holds.length || (shown.length > 1 && main && SAYS.test(main.css))) return main;
    const depth = (/** @type {Part} */ { at }) =>
      at.find(Boolean)?.querySelectorAll("*").length ?? 0;
    return holds.sort((a, b) => b.weight - a.weight || depth(a) - depth(b))[0];
  }

  /** @param {string} value */
  const isMoment = (value) =>
    /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/i.test(value) &&
    Number.isFinite(+new Date(value));

  /** @param {Element[]} members @param {Part[]} parts @returns {Sidecar.Parts["time"]} */
  function timeOf(members, parts) {
    const holding = (/** @type {(Element | null)[]} */ at) =>
      [...(at.find(Boolean)?.attributes ?? [])].find(
        ({ name }) =>
          at.filter((one) => isMoment(one?.getAttribute(name) ?? "")).length > at.length / 3,
      )?.name;
    const own = holding(members);
    if (own) return { attr: own };
    for (const { css, at } of parts) {
      const attr = holding(at);
      if (attr) return { selector: css, attr };
    }
    return undefined;
  }

  /** @type {Sidecar.Picking["partsOf"]} */
  function partsOf(members, messageCss, labels) {
    const parts = partsIn(members, messageCss);
    const named = parts
      .map((part) => ({ part, rank: looksLikeName(part, labels, members) }))
      .filter(({ rank }) => rank > 0)
      .sort((a, b) => b.rank - a.rank)[0]?.part;
    const drops = parts.filter(
      (part) => part === named || isTimePart(part) || isNoise(part, members),
    );
    const quiet = members.flatMap((one) => [...one.querySelectorAll(NO_TEXT)]).filter(textOf);
    const dropped = new Set([...drops.flatMap(({ all }) => all.flat()), ...quiet]);
    const text = textPart(parts, members, dropped, labels);
    const within = text ? text.at.flatMap((one) => one ?? []) : members;
    const exclude = cover(drops, within);
    if (quiet.some((one) => within.some((top) => top.contains(one)))) exclude.push(NO_TEXT);
    const time = timeOf(members, parts);
    return {
      ...(named && { author: named.css }),
      ...(text && { text: text.css }),
      ...(exclude.length && { textExclude: exclude }),
      ...(time && { time }),
    };
  }

  /** @type {Sidecar.Picking["without"]} */
  function without(element, { text, textExclude }) {
    const inner = text ? element.querySelector(text) : element;
    const out = textExclude?.join(",");
    const dropped = new Set(inner && out ? inner.querySelectorAll(out) : []);
    return inner ? textWithout(inner, dropped).replace(/\s+/g, " ").trim() : "";
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, isTime, partsOf, without }),
  });
})();
