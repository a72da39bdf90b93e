// Where the server is: an address as people type it, as the handshake names it, as a socket needs it.
// @ts-check

export const DEFAULT_ADDRESS = "127.0.0.1:8765";

/**
 * This version connects to this computer alone, so any other host is refused.
 * @param {string} typed for instance `127.0.0.1:8765` or `http://localhost:8765/`
 * @returns {{ address: string, url: string } | null} null where it cannot be used
 */
export function readAddress(typed) {
  const text =
    typed
      .trim()
      .replace(/^(https?|wss?):\/\//i, "")
      .replace(/\/.*$/, "") || DEFAULT_ADDRESS;
  const [, host, port] = /^(127\.0\.0\.1|localhost)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const number = Number(port ?? 8765);
  if (!host || number < 1 || number > 65_535) return null;
  const address = `${host.toLowerCase()}:${number}`;
  return { address, url: `ws://${address}/live` };
}
