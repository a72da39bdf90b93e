// Finds which chat is open, and the parts of a page that hold a chat each.
// @ts-check
(() => {
  const { picking } = globalThis.sidecar;
  const { common, idOf, names, nameOf } = picking;
  const BOX =
    "textarea, [contenteditable]:not([contenteditable=false]), input[type=text], input:not([type])";
  const SPOKEN =
    /^(conversations?|chats?|tickets?|threads?|inbox|messages?|cases?|session|room|c|t|id|cid)$/i;

  /** Whether a piece of an address looks like one chat's number. @param {string} piece */
  const isId = (piece) =>
    /^\d+$/.test(piece) ||
    /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(piece) ||
    (piece.length > 5 && /\d/.test(piece) && /^[\w-]+$/.test(piece) && !picking.written(piece));

  const escaped = (/** @type {string} */ text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

  /** @type {typeof sidecar.conversationIn} */
  function conversationIn(address) {
    const url = new URL(address);
    const steps = (url.pathname + url.hash.split("?")[0]).split(/[/#!]+/).filter(Boolean);
    const found = steps
      .map((piece, at) => ({ piece, before: steps[at - 1] ?? "", at }))
      .filter(({ piece }) => isId(piece));
    const spoken = found.findLast(({ before }) => SPOKEN.test(before)) ?? found.at(-1);
    const query = [...url.searchParams].find(
      ([key, value]) =>
        value && isId(value) && /id$|chat|ticket|thread|conv|case|^c$|^t$/i.test(key),
    );
    if (query && !(spoken && SPOKEN.test(spoken.before)))
      return { from: "url", regex: `[?&]${escaped(query[0])}=([^&#]+)` };
    if (!spoken) return null;
    const before = spoken.before && !isId(spoken.before) ? escaped(spoken.before) : "";
    const path = before
      ? `/${before}/([^/?#]+)`
      : `^[^?#]*/${steps
          .slice(0, spoken.at)
          .map(() => "[^/]+/")
          .join("")}([^/?#]+)`;
    return { from: "url", regex: path.replace(/^\/(?=\w)/, "[/#]") };
  }

  /**
   * An ancestor of the list that states the chat.
   * @param {Element} list @param {ParentNode} root
   */
  function statedAbove(list, root) {
    for (let at = /** @type {Element | null} */ (list); at; at = at.parentElement) {
      const attribute = [...at.attributes].find(
        ({ name, value }) =>
          /^data-.*(conversation|chat|ticket|thread|case|room|session)/.test(name) &&
          value &&
          value.length < 100 &&
          /\d/.test(value),
      );
      if (!attribute) continue;
      const bare = `[${CSS.escape(attribute.name)}]`;
      const selector = root.querySelector(bare) === at ? bare : nameOf(root, at);
      return /** @type {Sidecar.Where} */ ({ from: "attr", selector, attr: attribute.name });
    }
    return null;
  }

  /** @param {Element} element @param {Element[]} all */
  function ownConversation(element, all) {
    const id = idOf(all);
    if (id) return /** @type {Sidecar.Where} */ ({ from: "attr", ...id });
    const title = element.querySelector("h1, h2, h3, h4, h5, h6, header, [role=heading]");
    return title
      ? /** @type {Sidecar.Where} */ ({ from: "text", selector: nameOf(element, title) })
      : null;
  }

  /**
   * Where several chats stand in one page, each with its own reply box.
   * @param {Element[]} messages @param {Element | null} composer @param {ParentNode} root
   * @returns {Sidecar.OneChat | null}
   */
  function chatOf(messages, composer, root) {
    let at = composer && common([...messages, composer]);
    for (let up = 0; at && up < 3; up += 1, at = at.parentElement) {
      const element = at;
      const kin = [...(at.parentElement?.children ?? [])].filter(
        (one) => one.localName === element.localName && one.querySelector(BOX),
      );
      if (kin.length < 2) continue;
      const conversation = ownConversation(at, kin);
      const bare =
        conversation?.attr && conversation.attr !== "id"
          ? [`[${CSS.escape(conversation.attr)}]`]
          : [];
      const css = [...bare, ...names(at)].find((one) => {
        const found = [...root.querySelectorAll(one)];
        // Those without a reply box are templates, or have no chat yet.
        return kin.every((each) => found.includes(each)) && found.length <= kin.length * 3;
      });
      if (css && conversation) return { element, css, conversation };
    }
    return null;
  }

  /**
   * @param {Element} list @param {Document | ShadowRoot} root @param {Sidecar.OneChat | null} chat
   * @returns {Sidecar.Where}
   */
  const conversationFor = (list, root, chat) =>
    chat?.conversation ??
    conversationIn(list.ownerDocument.location.href) ??
    statedAbove(list, root) ?? { from: "url", regex: "^[a-z]+:(?://[^/]+)?([^?#]+)" };

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    conversationIn,
    picking: Object.freeze({ ...picking, chatOf, conversationFor }),
  });
})();
