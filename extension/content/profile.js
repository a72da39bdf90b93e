// Reads what a page shows, by its site profile: the chat, its customer, its newest messages.
// @ts-check
(() => {
  const MOST_MESSAGES = 50;
  const MOST_CHARACTERS = 4_000;
  const LONGEST_ID = 200;
  const WITH_OFFSET = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/i;
  const BLOCKS = new Set(["P", "DIV", "LI", "BLOCKQUOTE", "PRE", "H1", "H2", "H3", "TR"]);
  /**
   * What is certainly not the customer's is recognised first; whatever no rule names is unknown.
   */
  const ORDER = ["note", "system", "bot", "agent", "customer"];

  /**
   * @param {string} text
   * @param {string | undefined} regex its first group, else the whole match
   */
  const part = (text, regex) => {
    if (!regex) return text.trim();
    const found = new RegExp(regex, "u").exec(text);
    return (found?.[1] ?? found?.[0] ?? "").trim();
  };

  /**
   * @param {Document} doc
   * @param {Sidecar.Where | undefined} where
   * @returns {string} "" where it is missing
   */
  function value(doc, where) {
    if (!where) return "";
    if (where.from === "url") return part(doc.location.href, where.regex);
    const element = where.selector ? doc.querySelector(where.selector) : doc.documentElement;
    const raw = where.attr ? element?.getAttribute(where.attr) : element?.textContent;
    return part(raw ?? "", where.regex);
  }

  /**
   * @param {Document} doc
   * @param {Sidecar.Profile} profile
   * @returns {string} with the site's name; "" for none
   */
  function conversationOf(doc, profile) {
    const id = value(doc, profile.conversation);
    return id ? `${profile.id}:${id}`.slice(0, LONGEST_ID) : "";
  }

  /** @param {Document} doc @param {Sidecar.Profile} profile @returns {Sidecar.Customer} */
  function customerOf(doc, profile) {
    const facts = Object.entries(profile.customer ?? {}).map(([name, where]) => [
      name,
      value(doc, where),
    ]);
    return Object.fromEntries(facts.filter(([, fact]) => fact));
  }

  /**
   * Whether every condition of a rule holds.
   * @param {Element} element
   * @param {Sidecar.DirectionRule} rule
   */
  function holds(element, { selector, closest, has, attr, regex }) {
    if (!selector && !closest && !has && !attr) return false;
    if (selector && !element.matches(selector)) return false;
    if (closest && !element.closest(closest)) return false;
    if (has && !element.querySelector(has)) return false;
    return !attr || new RegExp(regex ?? ".", "u").test(element.getAttribute(attr) ?? "");
  }

  /**
   * @param {Element} element
   * @param {Sidecar.DirectionRule[]} rules
   * @returns {Sidecar.Role | "unknown"}
   */
  function roleOf(element, rules) {
    const found = rules.filter((rule) => holds(element, rule)).map((rule) => rule.is);
    found.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
    return found[0] ?? "unknown";
  }

  /**
   * Text with its line breaks, without what the profile excludes.
   * @param {Node} node
   * @param {string} exclude
   */
  function lines(node, exclude) {
    let text = "";
    for (const child of node.childNodes) {
      if (child.nodeType === 3) text += child.nodeValue;
      if (child.nodeType !== 1) continue;
      const element = /** @type {Element} */ (child);
      if (exclude && element.matches(exclude)) continue;
      if (element.tagName === "BR") text += "\n";
      else if (BLOCKS.has(element.tagName)) text += `\n${lines(element, exclude)}\n`;
      else text += lines(element, exclude);
    }
    return text;
  }

  /**
   * The text as the server takes it: at most 4,000 code points.
   * @param {string} text
   * @returns {{ text: string, truncated?: true }}
   */
  function cut(text) {
    if (text.length <= MOST_CHARACTERS) return { text };
    const points = [...text];
    if (points.length <= MOST_CHARACTERS) return { text };
    return { text: points.slice(0, MOST_CHARACTERS).join(""), truncated: true };
  }

  /** @param {Element} element @param {Sidecar.Profile} profile */
  function textOf(element, profile) {
    const inner = element.querySelector(profile.text);
    if (!inner) return "";
    const text = lines(inner, profile.textExclude?.join(",") ?? "");
    return text.replace(/[ \t]*\n\s*/g, "\n").trim();
  }

  /** @param {Element} element @param {Sidecar.Profile} profile */
  function sentAt(element, { time }) {
    const bearer = time?.selector ? element.querySelector(time.selector) : element;
    const stated = time ? (bearer?.getAttribute(time.attr) ?? "") : "";
    const moment = new Date(stated);
    return WITH_OFFSET.test(stated) && Number.isFinite(+moment)
      ? { sent_at: moment.toISOString() }
      : {};
  }

  /** @param {Element} element @param {Sidecar.Profile} profile */
  const authorOf = (element, profile) =>
    (profile.author &&
      element.querySelector(profile.author)?.textContent?.trim().slice(0, LONGEST_ID)) ||
    "";

  /** @param {Element} element @param {Sidecar.Profile} profile */
  function idOf(element, { messageId }) {
    const id = part(element.getAttribute(messageId.attr) ?? "", messageId.regex);
    return id.length <= LONGEST_ID ? id : "";
  }

  /**
   * @param {Element[]} elements oldest first @param {Sidecar.Profile} profile
   * @returns {Sidecar.Message[]} without those whose role is unknown or whose text is empty
   */
  function messagesOf(elements, profile) {
    let carried = "";
    return elements.flatMap((element) => {
      const role = roleOf(element, profile.direction);
      const { text, truncated } = cut(textOf(element, profile));
      const author = authorOf(element, profile) || (profile.carryAuthor ? carried : "");
      carried = author;
      if (role === "unknown" || !text) return [];
      const named = author ? { author } : {};
      const short = truncated ? { truncated } : {};
      return [
        {
          message: idOf(element, profile),
          role,
          text,
          ...sentAt(element, profile),
          ...named,
          ...short,
        },
      ];
    });
  }

  /**
   * @param {Document} doc
   * @param {Sidecar.Profile} profile
   * @returns {Sidecar.Shown | null} null where no chat is open
   */
  function readPage(doc, profile) {
    const conversation = conversationOf(doc, profile);
    const list = doc.querySelector(profile.list);
    if (!conversation || !list) return null;
    const ignored = profile.ignore?.join(",") ?? "";
    const elements = [...list.querySelectorAll(profile.message)].filter(
      (element) => idOf(element, profile) && !(ignored && element.matches(ignored)),
    );
    return {
      conversation,
      customer: customerOf(doc, profile),
      ids: elements.map((element) => idOf(element, profile)),
      messages: messagesOf(elements.slice(-MOST_MESSAGES), profile),
    };
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    conversationOf,
    readPage,
    roleOf,
    cut,
  });
})();
