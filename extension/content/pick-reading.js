// Reads every message of a chat element by element, as the reader would, for the picker's preview.
// @ts-check
(() => {
  const { part, picking, roleOf } = globalThis.sidecar;
  const { seen, textOf, without } = picking;

  /** @type {Sidecar.Picking["elementsOf"]} */
  function elementsOf({ list, message, ignore, messageId, order }, scope) {
    const ignored = ignore?.join(",");
    const all = [...(scope.querySelector(list)?.querySelectorAll(message) ?? [])].filter(
      (one) =>
        seen(one) &&
        !(ignored && one.matches(ignored)) &&
        (!messageId || part(one.getAttribute(messageId.attr) ?? "", messageId.regex)),
    );
    return order === "newest-first" ? all.reverse() : all;
  }

  /** @type {Sidecar.Picking["reading"]} */
  function reading(profile, scope) {
    let before = { author: "", role: /** @type {Sidecar.Role | "unknown"} */ ("unknown") };
    return elementsOf(profile, scope).flatMap((element) => {
      const bearer = profile.author ? element.querySelector(profile.author) : null;
      const own = bearer ? textOf(bearer) : "";
      const follows = Boolean(profile.carryAuthor) && !own;
      const author = follows ? before.author : own;
      const judged = roleOf(element, profile.direction, author);
      const role = judged === "unknown" && follows ? before.role : judged;
      before = { author, role };
      const text = without(element, profile);
      return text ? [{ element, role, text, author }] : [];
    });
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, elementsOf, reading }),
  });
})();
