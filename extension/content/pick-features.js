// Finds everything by which the messages of a chat differ, as rules that a profile may hold.
// @ts-check
(() => {
  const { picking, roleOf } = globalThis.sidecar;
  const { tokens } = picking;
  const MOST_FEATURES = 270;
  const ORDER = ["note", "system", "bot", "agent", "customer"];
  const VOLUNTEERED = /** @type {const} */ (["bot", "system", "note"]);
  /** @type {{ [role: string]: RegExp }} */
  const MEANS = {
    customer:
      /customer|client|visitor|contact|guest|requester|end-?user|incoming|inbound|received|theirs?\b|them\b|left|\bin\b|start\b/i,
    agent:
      /agent|operator|admin|staff|outgoing|outbound|\bsent\b|right|\bout\b|\bme\b|mine|own\b|self|reply|end\b/i,
    note: /note|private|internal|yellow|amber|whisper/i,
    bot: /\bbot|automat|assistant|robot/i,
    system: /system|activity|event|notice|info|log/i,
  };
  const WORDS =
    /customer|client|visitor|contact|guest|requester|agent|operator|note|private|internal|system|bot|you\b|incoming|outgoing/gi;

  /** @param {Omit<Sidecar.DirectionRule, "is">} rule @param {Sidecar.Case} given */
  const holding = (rule, { members, names }) =>
    members.map((one, at) => roleOf(one, [{ is: "agent", ...rule }], names[at]) === "agent");

  /** @param {Element} element @param {Element} list */
  function above(element, list) {
    const found = [];
    for (
      let at = element.parentElement;
      at && at !== list && list.contains(at);
      at = at.parentElement
    )
      found.push(at);
    return found;
  }

  /**
   * @typedef {{ rule: Omit<Sidecar.DirectionRule, "is">, weight: number, family: string, words?: string }} Raw
   */

  /**
   * @param {Element} element @param {"selector" | "closest" | "has"} where @param {number} far
   * @returns {Raw[]}
   */
  const named = (element, where, far) =>
    tokens(element)
      .filter(({ family }) => family !== "id")
      .map(({ css, weight, family }) => ({
        rule: { [where]: css },
        weight: Math.min(weight, 9) / 3 - far - (where === "has" && family === "tag" ? 2 : 0),
        family: `${where} ${family}`,
      }));

  /** Words such as `customer` inside a longer value. @param {Element} element @returns {Raw[]} */
  const spoken = (element) =>
    [...element.attributes]
      .filter(({ name, value }) => /^(aria-|data-|title$|id$)/.test(name) && value.length < 200)
      .flatMap(({ name, value }) =>
        [...new Set(value.match(WORDS))].map((word) => ({
          rule: { attr: name, regex: word },
          weight: 1.5,
          family: `word ${name}`,
          words: word,
        })),
      );

  /** @param {string} name */
  const escaped = (name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

  /**
   * By the author's name: others than the named ones are the customer.
   * @param {Sidecar.Case} given @returns {Raw[]}
   */
  function byName({ labels, names, members }) {
    const nameOf = (/** @type {Element} */ one) => names[members.indexOf(one)] ?? "";
    const of = (/** @type {boolean} */ customer, role = "") =>
      [
        ...new Set(
          labels
            .filter((one) => (one.role === "customer") === customer && (!role || one.role === role))
            .map(({ element }) => nameOf(element))
            .filter(Boolean),
        ),
      ].map(escaped);
    const others = of(false);
    const family = "author";
    const rules = ORDER.filter((role) => role !== "customer").flatMap((role) => {
      const found = of(false, role);
      return found.length
        ? [{ rule: { author: `^(?:${found.join("|")})$` }, weight: 0.2, family }]
        : [];
    });
    if (others.length)
      rules.push({ rule: { author: `^(?!(?:${others.join("|")})$).` }, weight: 0.2, family });
    return rules;
  }

  /** @param {Sidecar.Case} given @returns {Sidecar.Feature[]} */
  function features(given) {
    const { labels, list } = given;
    /** @type {Map<string, Raw>} */
    const raw = new Map();
    const add = (/** @type {Raw} */ one) => {
      const key = JSON.stringify(one.rule);
      if (!raw.has(key)) raw.set(key, one);
    };
    for (const { element } of labels) {
      named(element, "selector", 0).forEach(add);
      spoken(element).forEach(add);
      above(element, list)
        .flatMap((one, up) => named(one, "closest", 0.1 + up / 20))
        .forEach(add);
      [...element.querySelectorAll("*")]
        .slice(0, 60)
        .flatMap((one) => named(one, "has", 0.5))
        .forEach(add);
    }
    volunteers(given).forEach(add);
    byName(given).forEach(add);
    const all = [...raw.values()].flatMap((one) => [one, ...negated(one)]);
    return distinct(
      all.map((one) => ({ words: JSON.stringify(one.rule), ...one, on: holding(one.rule, given) })),
    );
  }

  /**
   * Names that speak of a bot, a notice or a note, in messages that nobody named.
   * @param {Sidecar.Case} given @returns {Raw[]}
   */
  const volunteers = ({ members }) =>
    members.slice(-60).flatMap((one) => {
      const inner = [...one.querySelectorAll("*")]
        .slice(0, 30)
        .flatMap((part) => named(part, "has", 0.5));
      return [...named(one, "selector", 0), ...inner].filter(({ rule }) =>
        VOLUNTEERED.some((role) => MEANS[role]?.test(JSON.stringify(rule))),
      );
    });

  /** @param {Raw} one @returns {Raw[]} */
  function negated({ rule, weight, family }) {
    const not = (/** @type {string} */ css) => ({
      rule: { selector: css },
      weight: weight - 3,
      family: `not ${family}`,
      words: "",
    });
    if (rule.selector) return [not(`:not(${rule.selector})`)];
    if (rule.closest) return [not(`:not(${rule.closest} *)`)];
    return rule.has ? [not(`:not(:has(${rule.has}))`)] : [];
  }

  /** One for each way to split the messages, the best named. @param {Sidecar.Feature[]} all */
  function distinct(all) {
    /** @type {Map<string, Sidecar.Feature>} */
    const best = new Map();
    const worth = (/** @type {Sidecar.Feature} */ one) =>
      one.weight + Math.max(...ORDER.map((role) => sense(one, role)));
    for (const one of all) {
      if (one.on.every((value) => value) || !one.on.includes(true)) continue;
      const key = one.family.split(" ")[0] + one.on.map(Number).join("");
      const known = best.get(key);
      if (!known || worth(known) < worth(one)) best.set(key, one);
    }
    return [...best.values()].sort((a, b) => worth(b) - worth(a)).slice(0, MOST_FEATURES);
  }

  /**
   * Whether a name means the role, or another.
   * @param {Sidecar.Feature} feature @param {string} role
   */
  function sense({ words }, role) {
    if (MEANS[role]?.test(words)) return 1.5;
    return ORDER.some((other) => other !== role && MEANS[other]?.test(words)) ? -1.5 : 0;
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, features, sense }),
  });
})();
