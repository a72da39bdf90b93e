// Makes a site profile from the messages and the reply box that an agent pointed at.
// @ts-check
(() => {
  const { picking, roleOf } = globalThis.sidecar;
  const { chatOf, conversationFor, idOf, isTime, kin, listOf, messageCss, names, nameOf, hostsOf } =
    picking;
  const { orderOf, partsOf, rulesOf, seen, textOf } = picking;
  /** @param {HTMLElement} composer @returns {"textarea" | "input" | "rich"} */
  const kindOf = ({ localName }) =>
    localName === "textarea" || localName === "input" ? localName : "rich";

  /**
   * @param {ParentNode} scope @param {Document | ShadowRoot} root
   * @param {HTMLElement | null} composer @param {string | undefined} noteMode
   */
  function composerFor(scope, root, composer, noteMode) {
    if (!composer) return { selector: "textarea", kind: /** @type {const} */ ("textarea") };
    const home = /** @type {Document | ShadowRoot} */ (composer.getRootNode());
    const frame =
      home.nodeType === 9 && home !== root
        ? /** @type {Document} */ (home).defaultView?.frameElement
        : null;
    const within = home === root ? scope : home;
    const named = { selector: nameOf(within, composer), kind: kindOf(composer) };
    return {
      ...named,
      ...(noteMode && { noteMode }),
      ...(frame && root.contains(frame) && { frame: nameOf(root, frame) }),
    };
  }

  /**
   * A selector for some of the elements and none of the others.
   * @param {Element[]} some @param {Element[]} all
   */
  function apart(some, all) {
    const [first] = some;
    const others = all.filter((one) => !some.includes(one));
    const inner = first
      ? [...first.querySelectorAll("*")]
          .slice(0, 20)
          .flatMap(names)
          .map((css) => `:has(${css})`)
      : [];
    return (first ? [...names(first), ...inner] : []).find(
      (css) => some.every((one) => one.matches(css)) && !others.some((one) => one.matches(css)),
    );
  }

  /**
   * Rows that only say a date, and what the agent called none.
   * @param {Element[]} elements @param {Sidecar.Label[]} labels
   */
  function ignoreIn(elements, labels) {
    const told = (/** @type {Element} */ one) =>
      labels.find(({ element }) => element === one)?.role;
    const dates = elements.filter((one) => isTime(textOf(one)) && !told(one));
    const none = elements.filter((one) => told(one) === "none");
    const found = [apart(dates, elements), ...none.map((one) => apart([one], elements))].flatMap(
      (css) => css ?? [],
    );
    return found.length ? [...new Set(found)] : undefined;
  }

  /**
   * The id that messages bear; rows without one are none.
   * @param {Element[]} elements @param {Sidecar.Label[]} labels
   */
  function messageIdOf(elements, labels) {
    const told = labels.flatMap(({ role, element }) => (role === "none" ? [] : element));
    const guess = idOf(told) ?? idOf(elements);
    if (!guess) return undefined;
    const bearing = elements.filter((one) => one.getAttribute(guess.attr));
    const id = idOf(bearing);
    const all = told.every((one) => bearing.includes(one));
    return id?.attr === guess.attr && all && bearing.length > elements.length * 0.6
      ? id
      : undefined;
  }

  /**
   * The author of each message; the one before where it has none, if that is the custom here.
   * @param {Element[]} ordered @param {string | undefined} author @param {Element[]} told
   */
  function namesOf(ordered, author, told) {
    const own = ordered.map((one) => {
      const bearer = author ? one.querySelector(author) : null;
      return bearer ? textOf(bearer) : "";
    });
    const bare = (/** @type {Element[]} */ some) =>
      some.filter((one) => !own[ordered.indexOf(one)]).length;
    const carry = Boolean(author) && (bare(told) > 0 || bare(ordered) > ordered.length * 0.3);
    let before = "";
    return { carry, names: own.map((name) => (before = name || (carry ? before : ""))) };
  }

  /** @param {Sidecar.Picked} picked @param {Sidecar.OneChat | null} chat */
  function frameOf({ labels, members, composer }, chat) {
    const told = labels.map(({ element }) => element);
    const root = /** @type {Document | ShadowRoot} */ (told[0]?.getRootNode());
    const scope = chat?.element ?? root;
    const inside = [...new Set([...members, ...told])].filter((one) => scope.contains(one));
    const list = listOf(inside, composer);
    if (!list) return null;
    const listCss = nameOf(scope, list);
    const message = messageCss(list, listCss, told, inside);
    const elements = [...list.querySelectorAll(message)].filter((one) => seen(one) && textOf(one));
    return { told, root, scope, list, listCss, message, elements };
  }

  /**
   * @param {Element[]} elements as in the page @param {Sidecar.Parts} parts
   * @param {Sidecar.Picked} picked @param {Element} list
   */
  function whose(elements, parts, { labels, order }, list) {
    const found = order ?? orderOf(elements, list, parts);
    const ordered = found === "newest-first" ? [...elements].reverse() : elements;
    const spoke = labels.filter(({ role }) => role === "customer" || role === "agent");
    const { names: authors, carry } = namesOf(
      ordered,
      parts.author,
      spoke.map(({ element }) => element),
    );
    const rules = rulesOf(ordered, list, labels, authors);
    return { found, rules, carry: carry && rules.some(({ author }) => author !== undefined) };
  }

  const slug = (/** @type {string} */ host) =>
    `my-${host
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")}`;

  /**
   * Where the text of each role has a name of its own.
   * @param {Element[]} elements @param {string} message @param {Sidecar.Label[]} labels
   * @param {Sidecar.DirectionRule[]} rules @returns {Sidecar.Parts | null}
   */
  function byRole(elements, message, labels, rules) {
    const roles = new Map(elements.map((one) => [one, roleOf(one, rules)]));
    const kinds = [...new Set(roles.values())].filter((role) => role !== "unknown");
    if (kinds.length < 2) return null;
    const parts = kinds.map((role) =>
      partsOf(
        elements.filter((one) => roles.get(one) === role),
        message,
        labels,
      ),
    );
    const some = (/** @type {"text" | "author"} */ field) =>
      [...new Set(parts.flatMap((one) => one[field] ?? []))].join(", ");
    if (parts.some(({ text }) => !text) || some("text").includes(" > ")) return null;
    const exclude = [...new Set(parts.flatMap(({ textExclude }) => textExclude ?? []))];
    const time = parts.find((one) => one.time)?.time;
    return {
      text: some("text"),
      ...(some("author") && { author: some("author") }),
      ...(exclude.length && { textExclude: exclude }),
      ...(time && { time }),
    };
  }

  /**
   * A frame without an address of its own is of the site around it.
   * @param {Window} view @returns {Location}
   */
  const homeOf = (view) =>
    /^http/.test(view.location.href) || view === view.parent ? view.location : homeOf(view.parent);

  /** What is the same for every profile of this page. @param {Document} doc */
  function headOf(doc) {
    const { protocol, hostname } = homeOf(doc.defaultView ?? window);
    return {
      id: slug(hostname),
      version: 1,
      verified: `set up with the picker on ${new Date().toISOString().slice(0, 10)}`,
      match: [`${protocol}//${hostname}/*`], // patterns do not know ports
    };
  }

  /**
   * Without what is not there, since profiles are compared as text.
   * @template {object} T @param {T} value @returns {T}
   */
  const bare = (value) => JSON.parse(JSON.stringify(value));

  /**
   * What the page calls the customer outside the messages, where that place has a name of its own.
   * @param {Sidecar.Scope} scope @param {Element} list
   * @param {Sidecar.Label[]} labels @param {string | undefined} author
   */
  function customerIn(scope, list, labels, author) {
    const line = author && labels.find(({ role }) => role === "customer")?.element;
    const bearer = line ? line.querySelector(author) : null;
    const name = bearer ? textOf(bearer) : "";
    if (!name) return undefined;
    const places = [...scope.querySelectorAll("*")].filter(
      (one) => !one.childElementCount && textOf(one) === name && !list.contains(one) && seen(one),
    );
    const selector = places
      .filter((one) => kin(one).length < 2)
      .map((one) => nameOf(scope, one))
      .find((css) => !/:nth|title|label/.test(css));
    return selector ? { name: { from: /** @type {const} */ ("text"), selector } } : undefined;
  }

  /** @param {Sidecar.Picked} picked @param {Sidecar.OneChat | null} chat @param {Element} first */
  function made(picked, chat, first) {
    const frame = frameOf(picked, chat);
    if (!frame) return null;
    const { root, scope, list, listCss, message } = frame;
    const messageId = messageIdOf(frame.elements, picked.labels);
    const ignore = ignoreIn(frame.elements, picked.labels);
    const elements = frame.elements.filter(
      (one) =>
        (!messageId || one.getAttribute(messageId.attr)) && !(ignore && one.matches(ignore.join())),
    );
    const whole = partsOf(elements, message, picked.labels);
    const { found, rules, carry } = whose(elements, whole, picked, list);
    const parts = whole.text ? whole : (byRole(elements, message, picked.labels, rules) ?? whole);
    const profile = {
      ...headOf(first.ownerDocument),
      shadowHost: hostsOf(first) || undefined,
      chat: chat?.css,
      conversation: conversationFor(list, root, chat),
      customer: customerIn(scope, list, picked.labels, parts.author),
      list: listCss,
      message,
      messageId,
      order: found === "newest-first" ? found : undefined,
      ignore,
      direction: rules,
      carryAuthor: carry || undefined,
      ...parts,
      composer: composerFor(scope, root, picked.composer, picked.noteMode),
    };
    return { profile: /** @type {Sidecar.Profile} */ (bare(profile)), scope, sure: found !== null };
  }

  /** @type {typeof sidecar.derive} */
  function derive(picked) {
    const told = picked.labels.map(({ element }) => element);
    const [first] = told;
    if (!first) return null;
    const root = /** @type {Document | ShadowRoot} */ (first.getRootNode());
    try {
      return made(picked, chatOf(told, picked.composer, root), first);
    } catch {
      return null; // a page of a kind never met: the picker says that it could not read it
    }
  }

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, derive });
})();
