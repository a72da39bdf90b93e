// Where the server is: an address as people type it, as the handshake names it, as a socket needs it.
// @ts-check

export const DEFAULT_ADDRESS = "127.0.0.1:8765";
const HERE = /^(127\.0\.0\.1|localhost)$/;
const PARTS = /^(?:(https?|wss?):\/\/)?([^/?#]*)/;
const HOST_AND_PORT = /^(\[[\da-f:.]+\]|[a-z\d.-]+)(?::(\d{1,5}))?$/;
const LABEL = "[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?";
const NAME = new RegExp(`^(?:${LABEL}\\.)*${LABEL}$`);

/**
 * The host as the browser writes it, "" where it is none. Numbers are an address only where they are
 * one as people write it: `8765` or `127.1` is a slip.
 * @param {string} host
 */
function plainHost(host) {
  if (!host.startsWith("[") && !NAME.test(host)) return "";
  const name = URL.canParse(`https://${host}`) ? new URL(`https://${host}`).hostname : "";
  return host.startsWith("[") || name === host ? name : "";
}

/**
 * This computer is reached plainly, any other by TLS alone.
 * @param {string} typed for instance `127.0.0.1:8765`, `sidecar.example.com` or `https://sidecar.example.com/console`
 * @returns {{ address: string, url: string } | { problem: "bad_address" | "needs_https" }}
 */
export function readAddress(typed) {
  const [, scheme = "", rest = ""] = PARTS.exec(typed.trim().toLowerCase()) ?? [];
  const [, given = "", port] = HOST_AND_PORT.exec(rest || DEFAULT_ADDRESS) ?? [];
  const host = plainHost(given);
  const here = HERE.test(host);
  const number = Number(port ?? (here ? 8765 : 443));
  if (!host || number < 1 || number > 65_535) return { problem: "bad_address" };
  if (!here && /^(http|ws)$/.test(scheme)) return { problem: "needs_https" };
  const address = `${host}:${number}`;
  return { address, url: `${here ? "ws" : "wss"}://${address}/live` };
}
