// Tells what the server has to hear so that it knows a chat as the page shows it now.
// @ts-check
(() => {
  /** So many lines at once are not a conversation going on but another view of it. */
  const TOO_MANY = 10;
  const MOST_KEPT = 200;

  /** @typedef {Sidecar.Message} Message */

  /** @param {Message} a @param {Message | undefined} b */
  const alike = (a, b) => a.role === b?.role && a.text === b.text;
  /** @param {Sidecar.Shown} now */
  const idsOf = (now) => now.messages.map(({ message }) => message);

  /** @param {Sidecar.Shown} now @returns {Sidecar.Changes} */
  const opened = (now) => {
    const { conversation, customer, messages } = now;
    return {
      frames: [{ type: "conversation.opened", conversation, customer, messages }],
      next: now,
    };
  };

  /**
   * Lines that vanished and came back under another id; each counts once.
   * @param {Message[]} vanished @param {Message[]} fresh
   */
  function pairUp(vanished, fresh) {
    const left = [...vanished];
    /** @type {Map<Message, Message>} */
    const pairs = new Map();
    for (const one of fresh) {
      const at = left.findIndex((old) => alike(one, old));
      const [old] = at < 0 ? [] : left.splice(at, 1);
      if (old) pairs.set(one, old);
    }
    return pairs;
  }

  /**
   * The known lines that the page does not show any more, by where they stood: before all that is
   * left, after it, or between. A list that keeps only what is in view drops lines at its ends.
   * @param {Sidecar.Shown} before @param {Sidecar.Shown} now
   */
  function vanished(before, now) {
    const here = new Set(now.ids);
    const stays = before.messages.map(({ message }) => here.has(message));
    const [first, last] = [stays.indexOf(true), stays.lastIndexOf(true)];
    const gone = (/** @type {(at: number) => boolean} */ where) =>
      before.messages.filter((_, at) => !stays[at] && where(at));
    return {
      above: gone((at) => at < first),
      between: gone((at) => at > first && at < last),
      below: gone((at) => at > last),
    };
  }

  /**
   * The new lines, by where they stand: after all that is known, before it, or between.
   * @param {Sidecar.Shown} before @param {Sidecar.Shown} now
   */
  function appeared(before, now) {
    const known = new Set(idsOf(before));
    const places = now.ids.map((id) => known.has(id));
    const [first, last] = [places.indexOf(true), places.lastIndexOf(true)];
    const fresh = now.messages.filter(({ message }) => !known.has(message));
    const at = (/** @type {Message} */ { message }) => now.ids.indexOf(message);
    return {
      above: fresh.filter((one) => at(one) < first),
      between: fresh.filter((one) => at(one) > first && at(one) < last),
      below: fresh.filter((one) => at(one) > last),
    };
  }

  /**
   * @param {string} conversation
   * @param {Map<Message, Message>} renamed
   * @param {Message[]} seen
   * @param {Message[]} gone
   * @returns {Sidecar.Frame[]}
   */
  const frames = (conversation, renamed, seen, gone) => [
    ...[...renamed].map(([to, { message }]) => ({
      type: "message.renamed",
      conversation,
      message,
      to: to.message,
    })),
    ...gone.map(({ message }) => ({ type: "message.removed", conversation, message })),
    ...seen.map((one) => ({ type: "message.seen", conversation, ...one })),
  ];

  /**
   * Whether the page was scrolled so far up that only history is in view.
   * @param {Sidecar.Shown} before @param {Sidecar.Shown} now
   */
  function history(before, now) {
    const [oldest] = before.messages;
    const newest = now.messages.at(-1);
    return Boolean(oldest?.sent_at && newest?.sent_at && newest.sent_at < oldest.sent_at);
  }

  /** Whether both are the same chat of the same customer. @type {typeof sidecar.sameChat} */
  const sameChat = (before, now) =>
    before.conversation === now.conversation &&
    JSON.stringify(before.customer) === JSON.stringify(now.customer);

  /**
   * Whether of all that was in the page this one line is missing, and nothing else has changed.
   * @param {Message | undefined} line @param {Sidecar.Shown} before @param {Sidecar.Shown} now
   */
  const alone = (line, before, now) =>
    before.ids.length === now.ids.length + 1 &&
    before.ids.filter((id) => id !== line?.message).join("\n") === now.ids.join("\n");

  /**
   * @param {Sidecar.Shown} before @param {Sidecar.Shown} now
   * @param {() => boolean} away whether the list is scrolled away from its newest lines
   * @returns {Sidecar.Changes}
   */
  function compared(before, now, away) {
    const [left, came] = [vanished(before, now), appeared(before, now)];
    const [first] = left.above.slice(-1);
    if (first && alone(first, before, now)) left.between.push(first);
    // Scrolled up: the newest lines are out of view, and what came above is history.
    const scrolled = left.below.length > 1 && !came.below.length && away();
    if (scrolled || (left.below.length && came.above.length && !came.below.length))
      return { frames: [], next: before };
    const renamed = pairUp([...left.between, ...left.below], [...came.between, ...came.below]);
    const between = came.between.filter((one) => !renamed.has(one));
    const added = came.below.filter((one) => !renamed.has(one));
    const longer = came.above.length > 0 && !left.above.length;
    if (longer || between.length || added.length > TOO_MANY) return opened(now);
    const old = new Map(before.messages.map((one) => [one.message, one]));
    const edited = now.messages.filter(
      (one) => old.has(one.message) && !alike(one, old.get(one.message)),
    );
    const back = [...renamed.values()];
    const gone = [...left.between, ...left.below].filter((one) => !back.includes(one));
    return {
      frames: frames(now.conversation, renamed, [...edited, ...added], gone),
      next: { ...now, messages: kept(before, now, gone, back) },
    };
  }

  /**
   * What the server knows now, in order: lines that went out of view it still knows.
   * @param {Sidecar.Shown} before @param {Sidecar.Shown} now @param {Message[]} gone @param {Message[]} back
   */
  function kept(before, now, gone, back) {
    const shown = new Set(idsOf(now));
    const above = new Set(appeared(before, now).above);
    const still = before.messages.filter(
      (one) => !shown.has(one.message) && !gone.includes(one) && !back.includes(one),
    );
    return [...still, ...now.messages.filter((one) => !above.has(one))].slice(-MOST_KEPT);
  }

  /** @type {typeof sidecar.changes} */
  function changes(before, now, away = () => true) {
    if (!now)
      return {
        frames: before ? [{ type: "left", conversation: before.conversation }] : [],
        next: null,
      };
    if (!before || !sameChat(before, now)) return opened(now);
    const known = new Set(idsOf(before));
    const met = now.ids.some((id) => known.has(id));
    if (met || !before.messages.length || !now.messages.length)
      return compared(before, now, away);
    if (history(before, now)) return { frames: [], next: before };
    const renamed = pairUp(before.messages, now.messages).size === now.messages.length;
    return renamed ? compared(before, now, away) : opened(now);
  }

  /**
   * How long a run of equal lines, in order, begins at each pair of places (longest common subsequence).
   * @param {string[]} a @param {string[]} b
   */
  function common(a, b) {
    const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1)
      for (let j = b.length - 1; j >= 0; j -= 1) {
        const [here, below] = [/** @type {any} */ (table[i]), /** @type {any} */ (table[i + 1])];
        here[j] = a[i] === b[j] ? below[j + 1] + 1 : Math.max(below[j], here[j + 1]);
      }
    return (/** @type {number} */ i, /** @type {number} */ j) => table[i]?.[j] ?? 0;
  }

  /** A name of content without its number. @param {Message} message */
  const kind = ({ message }) => message.replace(/-\d+$/, "");

  /**
   * The names that lines had before, for lines that have no ids of their own.
   * @type {typeof sidecar.aligned}
   */
  function aligned(before, now) {
    if (!before || before.conversation !== now.conversation) return now;
    const [a, b] = [before.messages.map(kind), now.messages.map(kind)];
    const length = common(a, b);
    /** @type {(string | undefined)[]} */
    const names = [];
    for (let i = 0, j = 0; j < b.length; ) {
      if (i < a.length && a[i] === b[j]) names[j++] = before.messages[i++]?.message;
      else if (i < a.length && length(i + 1, j) >= length(i, j + 1)) i += 1;
      else j += 1;
    }
    const taken = new Set(idsOf(before));
    const messages = now.messages.map((one, at) => {
      let name = names[at];
      for (let count = 1; !name; count += 1)
        if (!taken.has(`${kind(one)}-${count}`)) name = `${kind(one)}-${count}`;
      taken.add(name);
      return { ...one, message: name };
    });
    return { ...now, messages, ids: messages.map(({ message }) => message) };
  }

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, changes, aligned, sameChat });
})();
