// Reads one chat from the page, by its site profile: its customer and its newest messages.
// @ts-check
(() => {
  const { conversationOf, customerOf, part, roleOf } = globalThis.sidecar;
  const MOST_MESSAGES = 50;
  const MOST_ELEMENTS = 200;
  const MOST_CHARACTERS = 4_000;
  const LONGEST_ID = 200;
  const WITH_OFFSET = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/i;
  const BLOCKS = new Set(["P", "DIV", "LI", "BLOCKQUOTE", "PRE", "H1", "H2", "H3", "TR"]);
  const SILENT = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT"]);

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
      if (SILENT.has(element.tagName) || (exclude && element.matches(exclude))) continue;
      if (element.tagName === "BR") text += "\n";
      else if (BLOCKS.has(element.tagName)) text += `\n${lines(element, exclude)}\n`;
      else text += lines(element, exclude);
    }
    return text;
  }

  /** @type {typeof sidecar.cut} */
  function cut(text) {
    if (text.length <= MOST_CHARACTERS) return { text };
    const points = [...text];
    if (points.length <= MOST_CHARACTERS) return { text };
    return { text: points.slice(0, MOST_CHARACTERS).join(""), truncated: true };
  }

  /** @param {Element} element @param {Sidecar.Profile} profile */
  function textOf(element, { text, textExclude }) {
    const inner = text ? element.querySelector(text) : element;
    if (!inner) return "";
    // Line by line: one pattern over all of it takes forever where a customer sends many spaces.
    return lines(inner, textExclude?.join(",") ?? "")
      .split("\n")
      .map((one) => one.trim())
      .filter(Boolean)
      .join("\n");
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

  /** @param {Element} element @param {Sidecar.Profile} profile @returns {string} "" for none */
  function idOf(element, { messageId }) {
    const id = messageId && part(element.getAttribute(messageId.attr) ?? "", messageId.regex);
    return id && id.length <= LONGEST_ID ? id : "";
  }

  /** @param {Element} element one laid out by its children alone has no box of its own */
  const seen = (element) =>
    element.checkVisibility() || Boolean(element.firstElementChild?.checkVisibility());

  /**
   * Whether it would be seen if its list were.
   * @param {Element | null} element @param {Element} list
   */
  function laidOut(element, list) {
    for (; element && element !== list; element = element.parentElement)
      if (getComputedStyle(element).display === "none") return false;
    return true;
  }

  /**
   * The newest elements that can be seen, or could be in a chat that is hidden as a whole.
   * @param {Element[]} elements oldest first @param {Element} list
   */
  function newest(elements, list) {
    const open = seen(list);
    const found = [];
    for (let at = elements.length - 1; at >= 0 && found.length < MOST_MESSAGES; at -= 1) {
      const element = /** @type {Element} */ (elements[at]);
      if (open ? seen(element) : laidOut(element, list)) found.unshift(element);
    }
    return found;
  }

  /**
   * Who wrote each line: a line without an author may belong to the line before.
   * @param {Element[]} elements oldest first @param {Sidecar.Profile} profile
   */
  function writers(elements, profile) {
    let before = { author: "", role: /** @type {Sidecar.Role | "unknown"} */ ("unknown") };
    return elements.map((element) => {
      const own = authorOf(element, profile);
      const follows = profile.carryAuthor && !own;
      const author = follows ? before.author : own;
      const judged = roleOf(element, profile.direction, author);
      const role = judged === "unknown" && follows ? before.role : judged;
      // Whoever wrote before a note or a notice is not who wrote after it.
      before = { author, role };
      return before;
    });
  }

  /**
   * @param {Element[]} elements oldest first @param {Sidecar.Profile} profile
   * @returns {Sidecar.Message[]} without those whose role is unknown or whose text is empty
   */
  function messagesOf(elements, profile) {
    const by = writers(elements, profile);
    return elements.flatMap((element, at) => {
      const { author, role } = /** @type {(typeof by)[0]} */ (by[at]);
      if (role === "unknown") return [];
      const { text, truncated } = cut(textOf(element, profile));
      if (!text) return [];
      const named = author ? { author } : {};
      const short = truncated ? { truncated } : {};
      const when = sentAt(element, profile);
      return [{ message: idOf(element, profile), role, text, ...when, ...named, ...short }];
    });
  }

  /**
   * 53 bits of a text (cyrb53); both tabs that show a chat call its lines alike.
   * @param {string} text
   */
  function digest(text) {
    let [high, low] = [0xdeadbeef, 0x41c6ce57];
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 2654435761);
      low = Math.imul(low ^ unit, 1597334677);
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    return (high >>> 0).toString(36) + (low >>> 0).toString(36);
  }

  /**
   * Lines without an id are called by what they say, and the how manieth of its kind each is.
   * @param {Sidecar.Message[]} messages
   */
  function named(messages) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    return messages.map((one) => {
      const key = digest(`${one.role}\n${one.text}`);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return { ...one, message: `${key}-${count}` };
    });
  }

  /**
   * The newest that are messages; a page may hold thousands, and is read ten times a second.
   * @param {Element} list @param {Sidecar.Profile} profile
   * @returns {Element[]} oldest first
   */
  function elementsOf(list, profile) {
    const all = list.querySelectorAll(profile.message);
    const ignored = profile.ignore?.join(",") ?? "";
    const backwards = profile.order === "newest-first";
    const ids = new Set();
    const found = [];
    for (let n = 0; n < all.length && found.length < MOST_ELEMENTS; n += 1) {
      const element = /** @type {Element} */ (all[backwards ? n : all.length - 1 - n]);
      const id = idOf(element, profile);
      const known = profile.messageId && (!id || ids.has(id)); // of two by one name the newest
      if (known || (ignored && element.matches(ignored))) continue;
      ids.add(id);
      found.push(element);
    }
    return found.reverse();
  }

  /** @type {typeof sidecar.readChat} */
  function readChat(scope, profile) {
    const conversation = conversationOf(scope, profile);
    const list = scope.querySelector(profile.list);
    if (!conversation || !list) return null;
    const elements = elementsOf(list, profile);
    const customer = customerOf(scope, profile);
    const read = messagesOf(newest(elements, list), profile);
    const messages = profile.messageId ? read : named(read);
    const ids = profile.messageId
      ? elements.map((element) => idOf(element, profile))
      : messages.map(({ message }) => message);
    return { conversation, customer, ids, messages };
  }

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, readChat, cut });
})();
