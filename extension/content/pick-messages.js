// Finds the messages of a chat around one that was pointed at: the smallest part that repeats.
// @ts-check
(() => {
  const { picking } = globalThis.sidecar;
  const { names, tokens, written } = picking;
  const FORMAT = new Set(
    "P A B I EM STRONG CODE IMG BR U S MARK SMALL TIME BUTTON SVG PATH PRE BLOCKQUOTE LABEL".split(
      " ",
    ),
  );
  const LISTED = new Set(["LI", "ARTICLE", "TR", "DD"]);
  const GENERATED = /^(:|ember|radix|react|headlessui|ext-|yui|uid|mui-|el-id|view)|^[a-z]+-?:/i;
  const NO_ID =
    /time|date|sent|created|locale|lang|status|state|type|kind|role|colou?r|index|pos|order|height|offset|style|label|title|alt|class|content|author|user|sender|customer|agent/i;
  const DEEPEST = 3;

  /** @param {Element} element */
  const textOf = (element) => (element.textContent ?? "").replace(/\s+/g, " ").trim();
  /** @param {Element} element */
  const seen = (element) =>
    element.checkVisibility() || Boolean(element.firstElementChild?.checkVisibility());
  /** @param {Element} element */
  const carriesId = (element) =>
    [...element.attributes].some(({ name }) => name === "id" || name.startsWith("data-"));
  /**
   * Formatting inside a text, not a message.
   * @param {Element} element @param {boolean} strict so is what has no name
   */
  const isFormat = (element, strict = true) =>
    !carriesId(element) &&
    (FORMAT.has(element.tagName.toUpperCase()) ||
      (strict && !element.className && !LISTED.has(element.tagName)));

  /** @param {Element} element */
  const words = (element) => [
    ...element.classList,
    ...[...element.attributes].map(({ name }) => name).filter((name) => name.startsWith("data-")),
  ];
  /** What an element is built of, formatting apart. @param {Element} a @param {Element} b */
  function builtAlike(a, b) {
    const tags = (/** @type {Element} */ one) =>
      new Set(
        [...one.children]
          .map(({ tagName }) => tagName.toUpperCase())
          .filter((tag) => !FORMAT.has(tag)),
      );
    const [mine, theirs] = [tags(a), tags(b)];
    const both = [...mine].filter((tag) => theirs.has(tag)).length;
    return both * 2 >= Math.max(mine.size, theirs.size);
  }

  /** @param {string} a @param {string} b */
  function akin(a, b) {
    if (a === b) return true;
    if (!written(a) || !written(b)) return false;
    let same = 0;
    while (same < a.length && a[same] === b[same]) same += 1;
    return same >= 4 || same === a.length;
  }

  /**
   * Surely of one kind: by tag, or by a name that both bear.
   * @param {Element} a @param {Element} b
   */
  function same(a, b) {
    if (a === b) return true;
    if (a.localName !== b.localName) return false;
    if (LISTED.has(a.tagName) || a.localName.includes("-")) return true;
    const [mine, theirs] = [words(a), words(b)];
    if (!mine.length && !theirs.length) return builtAlike(a, b);
    return mine.some((word) => theirs.includes(word));
  }

  /** Perhaps of one kind, such as `msg-in` and `msg-out`. @param {Element} a @param {Element} b */
  function alike(a, b) {
    if (same(a, b)) return true;
    if (a.localName !== b.localName || !builtAlike(a, b)) return false;
    const inner = (/** @type {Element} */ one) => [...one.children].flatMap(words);
    return (
      words(a).some((x) => words(b).some((y) => akin(x, y))) ||
      inner(a).some((word) => inner(b).includes(word))
    );
  }

  /**
   * Those that stand as this one does, below an ancestor so many levels up.
   * @param {Element} element @param {number} depth
   */
  function cousins(element, depth) {
    const chain = [element];
    for (let up = 0; up < depth; up += 1) {
      const parent = chain[0]?.parentElement;
      if (!parent || parent === element.ownerDocument.body) return [];
      chain.unshift(parent);
    }
    const top = chain[0]?.parentNode;
    if (!top || top.nodeType === 9) return [];
    const fit = depth ? same : alike;
    return chain.reduce(
      (/** @type {Element[]} */ level, one) =>
        level.flatMap((node) =>
          [...node.children].filter((child) => (one === element ? fit : alike)(child, one)),
        ),
      [/** @type {Element} */ (top)],
    );
  }

  /**
   * Those of other parents tell what a part is; siblings alone may be different parts of one thing.
   * @type {Sidecar.Picking["kin"]}
   */
  function kin(element) {
    const sets = [...Array(DEEPEST + 1).keys()].map((depth) =>
      cousins(element, depth).filter((one) => seen(one) && textOf(one)),
    );
    const [siblings = [element], ...others] = sets;
    const wide = others.filter((set) => new Set(set.map((one) => one.parentElement)).size > 1);
    const found = wide.sort((a, b) => b.length - a.length)[0] ?? siblings;
    return found.length ? found : [element];
  }

  /** @param {Element} leaf */
  function* upFrom(leaf) {
    const { body, documentElement } = leaf.ownerDocument;
    for (let at = leaf; at && at !== body && at !== documentElement;) {
      yield at;
      const up = at.parentElement;
      if (!up) return;
      at = up;
    }
  }

  /**
   * Every level that stands for exactly one message, inner first.
   * @param {Element} leaf @param {boolean} strict
   */
  function levels(leaf, strict) {
    /** @type {Sidecar.Group[]} */
    const found = [];
    for (const element of upFrom(leaf)) {
      const last = found.at(-1);
      if (!last && isFormat(element, strict)) continue;
      if (last && last.members.filter((one) => element.contains(one)).length > 1) break;
      const members = kin(element);
      if (!last && members.length < 2) continue;
      if (last && members.length < last.members.length) break;
      found.push({ element, members });
    }
    return found;
  }

  /** Nothing repeats yet: a chat of one line. @param {Element} leaf */
  function alone(leaf) {
    const element = [...upFrom(leaf)].find((one) => !isFormat(one)) ?? leaf;
    return { element, members: [element] };
  }

  /** @type {Sidecar.Picking["messageOf"]} */
  function messageOf(leaf) {
    const named = levels(leaf, true);
    const found = named.length ? named : levels(leaf, false);
    return found.findLast(({ members }) => idOf(members)) ?? found.at(-1) ?? alone(leaf);
  }

  /** @type {Sidecar.Picking["common"]} */
  function common(elements) {
    let at = elements[0]?.parentElement ?? null;
    while (at && !elements.every((one) => at?.contains(one))) at = at.parentElement;
    return at;
  }

  /** @param {Element} element */
  const scrolls = (element) =>
    /^(log|feed|list)$/.test(element.getAttribute("role") ?? "") ||
    element.hasAttribute("aria-live") ||
    /auto|scroll/.test(getComputedStyle(element).overflowY);

  /** @type {Sidecar.Picking["listOf"]} */
  function listOf(members, not) {
    const inner = common(members);
    let at = inner;
    for (let up = 0; at && up < 4; up += 1, at = at.parentElement) {
      if (not && at.contains(not)) break;
      if (at !== at.ownerDocument.body && scrolls(at)) return at;
    }
    return inner;
  }

  /** @param {string[]} values */
  const counts = (values) => values.every((one, at) => Number(one) - Number(values[0]) === at);
  /**
   * What all begin with, up to the last sign that is no digit or letter.
   * @param {string[]} values
   */
  function start(values) {
    let [most = ""] = values;
    for (const one of values) while (!one.startsWith(most)) most = most.slice(0, -1);
    return most.replace(/[^-_:.]*$/, "");
  }

  /** @type {Sidecar.Picking["idOf"]} */
  function idOf(members) {
    if (members.length < 2) return undefined;
    const attributes = [...(members[0]?.attributes ?? [])].map(({ name }) => name);
    const fit = attributes.filter((name) => {
      if (NO_ID.test(name) || !(name === "id" || name.startsWith("data-"))) return false;
      const values = members.map((one) => one.getAttribute(name) ?? "");
      if (new Set(values).size < values.length) return false;
      if (values.some((one) => !one || /\s/.test(one) || one.length > 100 || GENERATED.test(one)))
        return false;
      return /id$|key$|^id|room|chat|conv|ticket|thread|case|session/.test(name) || !counts(values);
    });
    const rank = (/** @type {string} */ name) =>
      Number(/^data-.*(message|msg|mid|comment|article|thread|event)/.test(name)) * 4 +
      Number(/^data-.*id/.test(name)) * 2 +
      Number(name !== "id");
    const attr = fit.sort((a, b) => rank(b) - rank(a))[0];
    if (!attr) return undefined;
    const stem = start(members.map((one) => one.getAttribute(attr) ?? ""));
    const regex = `^${stem.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}(.+)$`;
    return stem.length > 1 ? { attr, regex } : { attr };
  }

  /**
   * From the list down, tag by tag.
   * @param {string} list @param {Element} top @param {Element} element
   */
  function path(list, top, element) {
    const tags = [];
    for (let at = element; at !== top && at.parentElement; at = at.parentElement) {
      tags.unshift(CSS.escape(at.localName));
    }
    return `${list} > ${tags.join(" > ")}`;
  }

  /**
   * How well a selector finds these and no others.
   * @param {Element} list @param {string} css @param {Element[]} members
   */
  function fitOf(list, css, members) {
    const found = [...list.querySelectorAll(css)];
    if (found.some((one) => found.some((other) => other !== one && other.contains(one)))) return 0;
    const shown = found.filter((one) => seen(one) && textOf(one));
    const both = shown.filter((one) => members.includes(one)).length;
    return (2 * both) / (shown.length + members.length);
  }

  /** @type {Sidecar.Picking["messageCss"]} */
  function messageCss(list, listCss, picked, members) {
    const [first] = picked;
    if (!first) return "";
    const strong = tokens(first).filter(({ weight }) => weight > 1);
    const weigh = (/** @type {string} */ css) =>
      (strong.find((one) => css.endsWith(one.css))?.weight ?? 1) / 40 + fitOf(list, css, members);
    const shared = names(first).filter((css) => picked.every((one) => one.matches(css)));
    const id = idOf(members);
    const stem = id?.attr === "id" && /^\^([\w-]{3,})\(/.exec(id.regex ?? "")?.[1];
    if (stem && fitOf(list, `[id^="${stem}"]`, members) > 0.9) return `[id^="${stem}"]`;
    const good = shared.filter(
      (css) => !/^[a-z0-9]+$/.test(css) && fitOf(list, css, members) > 0.75,
    );
    good.sort((a, b) => weigh(b) - weigh(a));
    if (good[0]) return good[0];
    const paths = picked.map((one) => path(listCss, list, one));
    const parts = picked.map((one, at) => {
      const kind = members.filter((other) => alike(one, other));
      const own = names(one).find((css) => !/^\w+$/.test(css) && fitOf(list, css, kind) > 0.75);
      return own ?? paths[at] ?? "";
    });
    const whole = [...new Set(parts)].join(", ");
    const straight = [...new Set(paths)].join(", ");
    return fitOf(list, whole, members) >= fitOf(list, straight, members) ? whole : straight;
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({
      ...picking,
      textOf,
      seen,
      kin,
      messageOf,
      common,
      listOf,
      idOf,
      messageCss,
      upFrom,
    }),
  });
})();
