// Finds by a site profile where chats lie in a page, whose they are, and who wrote a line.
// @ts-check
(() => {
  const LONGEST_ID = 200;
  /**
   * What is certainly not the customer's is recognised first; whatever no rule names is unknown.
   */
  const ORDER = ["note", "system", "bot", "agent", "customer"];

  /**
   * @param {string} text
   * @param {string | undefined} regex its groups with "/" between, else the whole match
   */
  const part = (text, regex) => {
    if (!regex) return text.trim();
    const [whole = "", ...groups] = new RegExp(regex, "u").exec(text) ?? [];
    return (groups.length ? groups.filter(Boolean).join("/") : whole).trim();
  };

  /** Open and closed ones: a page cannot hide its shadow roots from an extension. @param {Element} host */
  function shadowOf(host) {
    try {
      return chrome.dom.openOrClosedShadowRoot(/** @type {HTMLElement} */ (host));
    } catch {
      // Firefox has it on the element; without an extension only open ones are seen.
      return /** @type {any} */ (host).openOrClosedShadowRoot ?? host.shadowRoot ?? null;
    }
  }

  /** @type {typeof sidecar.roots} */
  function roots(doc, { shadowHost }) {
    /** @type {(Document | ShadowRoot)[]} */
    const path = [doc];
    for (const host of shadowHost?.split(" >>> ") ?? []) {
      const found = path.at(-1)?.querySelector(host);
      const shadow = found && shadowOf(found);
      if (!shadow) return path;
      path.push(shadow);
    }
    return path;
  }

  /** @type {typeof sidecar.scopes} */
  function scopes(doc, profile) {
    const path = roots(doc, profile);
    const root = path[profile.shadowHost?.split(" >>> ").length ?? 0];
    if (!root) return [];
    return profile.chat ? [...root.querySelectorAll(profile.chat)] : [root];
  }

  /** @type {typeof sidecar.fits} */
  const fits = (doc, profile) =>
    scopes(doc, profile).some((scope) => scope.querySelector(profile.list));

  /**
   * Inside the scope first; what a page states once stands beside its only chat.
   * @param {Sidecar.Scope} scope @param {Sidecar.Profile} profile @param {string | undefined} selector
   */
  function bearer(scope, { chat }, selector) {
    const doc = scope.ownerDocument ?? scope;
    if (!selector) return scope instanceof Element ? scope : doc.documentElement;
    return scope.querySelector(selector) ?? (chat ? null : doc.querySelector(selector));
  }

  /**
   * @param {Sidecar.Scope} scope
   * @param {Sidecar.Profile} profile
   * @param {Sidecar.Where | undefined} where
   * @returns {string} "" where it is missing
   */
  function value(scope, profile, where) {
    if (!where) return "";
    const doc = /** @type {Document} */ (scope.ownerDocument ?? scope);
    if (where.from === "url") return part(doc.location.href, where.regex);
    const element = bearer(scope, profile, where.selector);
    const raw = where.attr ? element?.getAttribute(where.attr) : element?.textContent;
    return part(raw ?? "", where.regex);
  }

  /** @type {typeof sidecar.conversationOf} */
  function conversationOf(scope, profile) {
    const id = value(scope, profile, profile.conversation);
    return id ? `${profile.id}:${id}`.slice(0, LONGEST_ID) : "";
  }

  /** @type {typeof sidecar.customerOf} */
  function customerOf(scope, profile) {
    const facts = Object.entries(profile.customer ?? {}).map(([name, where]) => [
      name,
      value(scope, profile, where),
    ]);
    return Object.fromEntries(facts.filter(([, fact]) => fact));
  }

  /**
   * Whether every condition of a rule holds.
   * @param {Element} element
   * @param {Sidecar.DirectionRule} rule
   * @param {string} name the author's
   */
  function holds(element, { selector, closest, has, attr, regex, author }, name) {
    if (!selector && !closest && !has && !attr && !author) return false;
    if (selector && !element.matches(selector)) return false;
    if (closest && !element.closest(closest)) return false;
    if (has && !element.querySelector(has)) return false;
    if (author && !(name && new RegExp(author, "u").test(name))) return false;
    return !attr || new RegExp(regex ?? ".", "u").test(element.getAttribute(attr) ?? "");
  }

  /** @type {typeof sidecar.roleOf} */
  function roleOf(element, rules, author = "") {
    const found = rules.filter((rule) => holds(element, rule, author)).map((rule) => rule.is);
    found.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
    return found[0] ?? "unknown";
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    roots,
    scopes,
    fits,
    shadowOf,
    conversationOf,
    customerOf,
    roleOf,
    part,
  });
})();
