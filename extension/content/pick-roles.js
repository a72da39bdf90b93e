// Finds the rules that tell whose a message is, from a few that the agent named.
// @ts-check
(() => {
  const { picking } = globalThis.sidecar;
  const { features, sense } = picking;
  const MOST_FEATURES = 90;
  /** What certainly is not the customer's wins, as in the reader. */
  const ORDER = ["note", "system", "bot", "agent", "customer"];
  const VOLUNTEERED = /** @type {const} */ (["bot", "system", "note"]);

  /**
   * How a message looks: which side it stands on, and on what ground.
   * @param {Element} message @param {DOMRect} frame
   */
  function look(message, frame) {
    const parts = [message, ...message.querySelectorAll("*")].slice(0, 40);
    const full = (message.textContent ?? "").trim().length;
    const big = parts.filter((one) => (one.textContent ?? "").trim().length > full * 0.4);
    const ground = (/** @type {Element} */ one) => getComputedStyle(one).backgroundColor;
    const painted = big.find((one) => !/^(transparent|rgba\(.*, 0\))$/.test(ground(one)));
    const box = (painted ?? big.at(-1) ?? message).getBoundingClientRect();
    const [left, right] = [box.left - frame.left, frame.right - box.right];
    const side = Math.abs(left - right) < 24 ? "" : left < right ? "left" : "right";
    return `${painted ? ground(painted) : ""} ${side}`;
  }

  /**
   * What each message seems to be by its looks; "" where it looks like none named.
   * @param {Sidecar.Case} given
   */
  function guesses({ members, labels, list }) {
    const frame = list.getBoundingClientRect();
    const looks = members.map((one) => look(one, frame));
    /** @type {Map<string, Set<string>>} */
    const roles = new Map();
    for (const { element, role } of labels) {
      const seen = looks[members.indexOf(element)] ?? "";
      roles.set(seen, (roles.get(seen) ?? new Set()).add(role));
    }
    if ([...roles.values()].some((some) => some.size > 1)) return null;
    return looks.map((one) => [...(roles.get(one) ?? [])][0] ?? "");
  }

  /** @param {boolean[]} values */
  const share = (values) => values.filter(Boolean).length / Math.max(values.length, 1);

  /**
   * How well two features tell customer and agent apart.
   * @param {Sidecar.Feature} c @param {Sidecar.Feature} a @param {Sidecar.Case & { told: string[], guessed: string[] | null }} given
   */
  function pairScore(c, a, { told, guessed }) {
    const roles = told.map((_, at) => (a.on[at] ? "agent" : c.on[at] ? "customer" : ""));
    const wrong = told.filter(
      (role, at) =>
        (role === "customer" || role === "agent" || role === "none") &&
        roles[at] !== role.replace("none", ""),
    ).length;
    const both = share(c.on.map((on, at) => on && a.on[at] === true));
    const known = share(roles.map((role) => role !== ""));
    const right = guessed
      ? share(
          guessed.map((role, at) => !role || !/agent|customer/.test(role) || role === roles[at]),
        )
      : 0;
    const taken = guessed
      ? share(guessed.map((role, at) => !/agent|customer/.test(role) && roles[at] === "customer"))
      : 0;
    const family = c.family === a.family ? 3.5 : 0;
    return (
      c.weight +
      a.weight +
      sense(c, "customer") +
      sense(a, "agent") +
      family +
      7 * known +
      6 * right -
      4 * taken -
      6 * both -
      20 * wrong
    );
  }

  /**
   * @param {Sidecar.Feature[]} all
   * @param {Sidecar.Case & { told: string[], guessed: string[] | null }} given
   */
  function bestPair(all, given) {
    const of = (/** @type {string} */ role) =>
      all
        .filter(({ on }) => given.told.some((one, at) => one === role && on[at]))
        .slice(0, MOST_FEATURES);
    let best = {
      score: -Infinity,
      pair: /** @type {[Sidecar.Feature, Sidecar.Feature] | null} */ (null),
    };
    for (const c of of("customer")) {
      for (const a of of("agent")) {
        const score = pairScore(c, a, given);
        if (score > best.score) best = { score, pair: [c, a] };
      }
    }
    return best.pair;
  }

  /** @param {{ is: Sidecar.Role, feature: Sidecar.Feature }[]} chosen @param {number} at */
  const judged = (chosen, at) =>
    ORDER.find((role) => chosen.some(({ is, feature }) => is === role && feature.on[at])) ?? "none";

  /**
   * One more rule for a role, that makes no named message wrong.
   * @param {Sidecar.Feature[]} all @param {{ is: Sidecar.Role, feature: Sidecar.Feature }[]} chosen
   * @param {Sidecar.Role} role @param {string[]} told
   */
  function oneMore(all, chosen, role, told, /** @type {string[] | null} */ guessed) {
    const score = (/** @type {Sidecar.Feature} */ feature) => {
      const next = [...chosen, { is: role, feature }];
      const wrong = told.filter((one, at) => one && judged(next, at) !== one).length;
      const changed = share(
        feature.on.map(
          (on, at) => on && (guessed ? guessed[at] !== role && guessed[at] !== "" : !told[at]),
        ),
      );
      return feature.weight + sense(feature, role) * 2 - 20 * wrong - 4 * changed;
    };
    const before = told.filter((one, at) => one && judged(chosen, at) !== one).length;
    const fit = all.filter(({ on }) => told.some((one, at) => one === role && on[at]));
    const best = fit
      .map((feature) => ({ feature, score: score(feature) }))
      .sort((a, b) => b.score - a.score)[0];
    if (!best) return null;
    const after = told.filter(
      (one, at) => one && judged([...chosen, { is: role, feature: best.feature }], at) !== one,
    ).length;
    return after < before ? { is: role, feature: best.feature } : null;
  }

  /** @param {Sidecar.Feature[]} all @param {Sidecar.Case} given */
  function choose(all, given) {
    const told = given.members.map(
      (one) => given.labels.find(({ element }) => element === one)?.role ?? "",
    );
    const guessed = guesses(given);
    const pair = bestPair(all, { ...given, told, guessed });
    /** @type {{ is: Sidecar.Role, feature: Sidecar.Feature }[]} */
    const chosen = pair
      ? [
          { is: "customer", feature: pair[0] },
          { is: "agent", feature: pair[1] },
        ]
      : [];
    for (let round = 0; round < 12; round += 1) {
      const at = told.findIndex(
        (role, index) => role && role !== "none" && judged(chosen, index) !== role,
      );
      const role = /** @type {Sidecar.Role | undefined} */ (told[at]);
      const more = role && oneMore(all, chosen, role, told, guessed);
      if (!more) break;
      chosen.push(more);
    }
    return [...chosen, ...offered(all, told, chosen)];
  }

  /**
   * Rules for bots, notices and notes that nobody named but the page does; the preview shows them.
   * @param {Sidecar.Feature[]} all @param {string[]} told @param {{ is: Sidecar.Role, feature: Sidecar.Feature }[]} chosen
   */
  function offered(all, told, chosen) {
    return VOLUNTEERED.filter((role) => !chosen.some(({ is }) => is === role)).flatMap((role) => {
      const fit = all.filter(
        (one) =>
          sense(one, role) > 0 &&
          !/:not/.test(one.words + JSON.stringify(one.rule)) &&
          !one.on.some((on, at) => on && told[at]),
      );
      const [feature] = fit.sort((a, b) => b.weight - a.weight);
      return feature ? [{ is: role, feature }] : [];
    });
  }

  /** @type {Sidecar.Picking["rulesOf"]} */
  function rulesOf(members, list, labels, names) {
    const given = { members, list, labels, names };
    const chosen = choose(features(given), given);
    return chosen
      .map(({ is, feature }) => ({ is, ...feature.rule }))
      .sort((a, b) => ORDER.indexOf(a.is) - ORDER.indexOf(b.is));
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, rulesOf }),
  });
})();
