// Tells from the times in a page whether its newest message comes first.
// @ts-check
(() => {
  const { picking } = globalThis.sidecar;
  const { isTime, seen, textOf } = picking;

  /** Minutes, rising with time; NaN where none can be read. @param {string} text */
  function minutes(text) {
    const ago = /(\d+) ?(s|m|h|d|w)[a-z]*( ago)?$/i.exec(text);
    const units = { s: 1 / 60, m: 1, h: 60, d: 1_440, w: 10_080 };
    if (ago) return -Number(ago[1]) * (units[/** @type {"m"} */ (ago[2]?.toLowerCase())] ?? 1);
    const [, hour, minute, half] = /(\d\d?)[:.h](\d\d)(?::\d\d)?\s*([ap]\.?m)?/i.exec(text) ?? [];
    if (hour === undefined) return NaN;
    const late = half?.toLowerCase().startsWith("p") ? 12 : 0;
    return ((half ? Number(hour) % 12 : Number(hour)) + late) * 60 + Number(minute);
  }

  /** Short texts that are or end in a time, in the order of the page. @param {Element} list */
  const shownTimes = (list) =>
    [...list.querySelectorAll("*")]
      .filter((one) => !one.childElementCount && seen(one))
      .map(textOf)
      .filter(
        (text) =>
          isTime(text) || (text.length < 41 && /[,·|–-] ?\d\d?[:.h]\d\d( ?[ap]m)?$/i.test(text)),
      )
      .map(minutes);

  /** Only where all agree. @type {Sidecar.Picking["orderOf"]} */
  function orderOf(members, list, { time }) {
    const stated = members.map((one) => {
      const bearer = time?.selector ? one.querySelector(time.selector) : one;
      return time ? +new Date(bearer?.getAttribute(time.attr) ?? "") : NaN;
    });
    const known = stated.filter(Number.isFinite);
    const moments = known.length > 1 ? known : shownTimes(list).filter(Number.isFinite);
    const steps = moments
      .map((moment, at) => Math.sign(moment - (moments[at - 1] ?? moment)))
      .filter(Boolean);
    if (!steps.length || new Set(steps).size > 1) return null;
    return steps[0] === 1 ? "oldest-first" : "newest-first";
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, orderOf }),
  });
})();
