// The address of a helpdesk: read from what people paste, and held against a profile's patterns.
// @ts-check
import { matches } from "./sites.js";

/**
 * The origin of a helpdesk, from whatever was pasted; a problem is a key of the texts.
 * @param {string} typed for instance `https://desk.example.com/inbox/7` or `desk.example.com`
 * @returns {{ origin: string } | { problem: string }}
 */
export function readOrigin(typed) {
  const bad = (/** @type {string} */ what) => ({ problem: `site_bad_${what}` });
  const text = typed.trim();
  if (!text) return bad("empty");
  if (/\s|^[^/]*@/.test(text)) return bad("address");
  const scheme = /^([a-z][\w+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if ((scheme && !/^https?$/.test(scheme)) || /^(about|data|view-source):/i.test(text))
    return bad("scheme");
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/]|$)/i.test(text);
  const whole = scheme ? text : `${local ? "http" : "https"}://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (!url || url.username || /[*,]/.test(url.hostname)) return bad("address");
  if (!scheme && !local && !url.hostname.includes(".")) return bad("short");
  return { origin: url.origin };
}

/**
 * Whether one of these profiles is for pages of this origin, whatever their path.
 * @param {Sidecar.Profile} profile @param {string} origin
 */
export const isFor = ({ match }, origin) =>
  match.some((pattern) =>
    matches(
      pattern.replace(/^([^/]*:\/\/[^/:]+)(:\d+)?\/.*$/, "$1/*"),
      `${origin.replace(/:\d+$/, "")}/`,
    ),
  );
