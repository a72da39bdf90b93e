// Names parts of a page: selectors from what people wrote, not from what a build made up.
// @ts-check
(() => {
  const MADE_UP =
    /^(css|sc|ember|jsx|jss|svelte|emotion|makeStyles|ng|view|react|radix|headlessui|mantine|ext|yui|uid|el-id|tns|styled|astro|v)-?\w*\d|^(sc|css|jss|jsx|svelte|emotion|ng-tns|ng-star|radix|headlessui)-|^[:_]|^(ng|ember|cdk|darkreader|gramm)-/;
  /** What says how an element stands now, not what it is. */
  const PASSING =
    /(^|[-_])(active|selected|hover|focus|focused|open|visible|new|unread|read|seen|first|last|odd|even|highlight|highlighted|animate|animated|fade|enter|leave|loading|loaded|online|offline|show|hidden|collapsed|expanded|grouped|pending|sending|edited)([-_]|$)/i;
  const UTILITY =
    /[:[\]/]|^-?(flex|grid|[pm][xytrbl]?-|w-|h-|text-|bg-|items-|justify-|rounded|border|gap-|space-|col|row|d-|font-|leading-|max-|min-|self-|order-|float|pull-|relative|absolute|block|inline|overflow|shadow|align|ms-|me-|ml-|mr-)/;
  const PASSING_ATTRIBUTE =
    /^data-(v-|s-|emotion|react|radix|headlessui|state|focus|hover|active|selected|highlighted|index|key|reach|ember|svelte|rbd|floating|tippy|gramm|lt-|darkreader|item-index|known-size|popper|placement|open|slot$)/;
  const PERSONAL = /name$|author$|user$|title|label|text|mail/;
  const NAMING = new Set(["role", "aria-roledescription", "name", "itemprop", "part", "itemtype"]);
  /** Weights: the higher, the longer it is likely to stay. */
  const [PRESENCE, VALUE, CUSTOM, ROLE, ID, CLASS, STEM, LABEL, LOOK, TAG] = [
    10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
  ];

  /** A word has vowels, and no humps like `gsTCUz`. @param {string} piece */
  function isWord(piece) {
    const humps = piece.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
    const odd = humps.filter((hump) => hump.length < 3 || !/[aeiouy]/i.test(hump));
    if (/[bcdfghjklmnpqrstvwxz]{5}/i.test(piece)) return false;
    return humps.length < 2 ? piece.length < 4 || odd.length === 0 : odd.length <= humps.length / 3;
  }

  /** @param {string} piece */
  const isWritten = (piece) =>
    /^[a-z]+$/i.test(piece)
      ? isWord(piece)
      : /^(\d{1,3}|\d?[a-z]{2,3}|[a-z]{2,12}\d)$/i.test(piece);

  /** @type {Sidecar.Picking["written"]} */
  function written(name) {
    if (name.length > 48 || name.length < 2 || MADE_UP.test(name)) return false;
    const pieces = name.split(/[^a-z0-9]+/i).filter(Boolean);
    return pieces.length > 0 && /[a-z]{2}/i.test(name) && pieces.every(isWritten);
  }

  /** `Message_root__3fGh2` keeps its beginning from one build to the next. @param {string} name */
  const stem = (name) => /^([A-Za-z]\w*?_[A-Za-z]\w*?__)[\w-]{5,}$/.exec(name)?.[1] ?? "";

  const quoted = (/** @type {string} */ text) => `"${text.replace(/["\\]/g, "\\$&")}"`;
  /** A value that sorts things, not one of a kind such as a number or a name. */
  const plain = (/** @type {string} */ text) => /^[a-z][a-z_ :./-]{0,40}$/i.test(text);
  const isField = (/** @type {Element} */ element) =>
    element.matches("input, textarea, button, [role=button], [role=tab], [contenteditable]");

  /** @param {Element} element @param {Attr} attribute @returns {Sidecar.Token[]} */
  function ofAttribute(element, { name, value }) {
    const data =
      name.startsWith("data-") && !PASSING_ATTRIBUTE.test(name) && written(name.slice(5));
    const whole = `[${CSS.escape(name)}=${quoted(value)}]`;
    if (data) {
      const there = { css: `[${CSS.escape(name)}]`, weight: PRESENCE, family: name };
      return plain(value) && !PERSONAL.test(name)
        ? [{ css: whole, weight: VALUE, family: name }, there]
        : [there];
    }
    if (NAMING.has(name) && plain(value)) return [{ css: whole, weight: ROLE, family: name }];
    if (name === "contenteditable")
      return [{ css: "[contenteditable]", weight: LABEL, family: name }];
    if (name === "id" && written(value) && !/\d/.test(value))
      return [{ css: `#${CSS.escape(value)}`, weight: ID, family: "id" }];
    if ((name === "aria-label" || name === "placeholder") && isField(element))
      return [{ css: whole, weight: LABEL, family: name }];
    return [];
  }

  /** @param {string} name @returns {Sidecar.Token[]} */
  function ofClass(name) {
    const css = `.${CSS.escape(name)}`;
    if (PASSING.test(name)) return [];
    if (UTILITY.test(name)) return [{ css, weight: LOOK, family: "look" }];
    if (written(name)) return [{ css, weight: CLASS, family: "class" }];
    const start = stem(name);
    return start ? [{ css: `[class*=${quoted(start)}]`, weight: STEM, family: "class" }] : [];
  }

  /**
   * Where an element says its side by its own style.
   * @param {Element} element @returns {Sidecar.Token[]}
   */
  const ofStyle = (element) =>
    (element.getAttribute("style") ?? "")
      .split(";")
      .map((part) => part.trim())
      .filter((part) =>
        /^(align|justify|text-align|float|margin|flex-direction|background)/.test(part),
      )
      .map((part) => ({ css: `[style*=${quoted(part)}]`, weight: LOOK, family: "style" }));

  /** @type {Sidecar.Picking["tokens"]} */
  function tokens(element) {
    const tag = element.localName;
    const named = [
      ...[...element.attributes].flatMap((one) => ofAttribute(element, one)),
      ...[...element.classList].flatMap(ofClass),
      ...ofStyle(element),
      { css: CSS.escape(tag), weight: tag.includes("-") ? CUSTOM : TAG, family: "tag" },
    ];
    return named.sort((a, b) => b.weight - a.weight);
  }

  /** One or two names of an element together. @param {Sidecar.Token[]} all */
  function pairs(all) {
    const tag = all.find(({ family }) => family === "tag")?.css ?? "";
    const rest = all.filter(({ family }) => family !== "tag").slice(0, 8);
    const whole = (/** @type {string} */ a, /** @type {string} */ b) => a + b;
    return rest.flatMap((a, at) => [
      whole(tag, a.css),
      ...rest.slice(at + 1).map((b) => whole(a.css, b.css)),
    ]);
  }

  /** @type {Sidecar.Picking["names"]} */
  const names = (element) => {
    const all = tokens(element);
    return [...all.map(({ css }) => css), ...pairs(all)];
  };

  /**
   * Whether a selector finds this element first.
   * @param {ParentNode} root @param {string} css @param {Element} element
   */
  const only = (root, css, element) => {
    const found = root.querySelectorAll(css);
    return found.length === 1 && found[0] === element;
  };

  /** @param {Element} element */
  function place(element) {
    const kin = [...(element.parentElement?.children ?? [])].filter(
      (one) => one.localName === element.localName,
    );
    const tag = CSS.escape(element.localName);
    return kin.length > 1 ? `${tag}:nth-of-type(${kin.indexOf(element) + 1})` : tag;
  }

  /**
   * Below a named ancestor.
   * @param {ParentNode} root @param {Element} element
   */
  function below(root, element) {
    const own = names(element).filter((css) => css !== element.localName);
    let above = element.parentElement;
    for (let up = 0; above && up < 6; up += 1, above = above.parentElement) {
      for (const { css, weight } of tokens(above).filter(({ weight }) => weight > LOOK)) {
        const found = [...own, element.localName].find((name) =>
          only(root, `${css} ${name}`, element),
        );
        if (found && weight) return `${css} ${found}`;
      }
    }
    return "";
  }

  /** @type {Sidecar.Picking["nameOf"]} */
  function nameOf(root, element) {
    if (element === element.ownerDocument.body) return "body";
    const strong = tokens(element).filter(({ weight }) => weight >= LABEL);
    const own = strong.find(({ css }) => only(root, css, element))?.css;
    if (own) return own;
    const others = names(element).filter((css) => only(root, css, element));
    const found = others.find((css) => /overflow/.test(css)) ?? others[0] ?? below(root, element);
    if (found) return found;
    const parent = element.parentElement;
    return (parent ? `${nameOf(root, parent)} > ` : "") + place(element);
  }

  /** @type {Sidecar.Picking["hostsOf"]} */
  function hostsOf(element) {
    const hosts = [];
    let root = element.getRootNode();
    while (root.nodeType === 11 && "host" in root) {
      const { host } = /** @type {ShadowRoot} */ (root);
      root = host.getRootNode();
      hosts.unshift(nameOf(/** @type {ShadowRoot | Document} */ (root), host));
    }
    return hosts.join(" >>> ");
  }

  const picking = /** @type {Sidecar.Picking} */ (
    Object.freeze({ written, tokens, names, nameOf, hostsOf })
  );
  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, picking });
})();
