// The panel's line to whoever owns the socket: the service worker, or the page around an iframe.
// @ts-check
import { inExtension } from "./strings.js";

const RECONNECT_MS = 250;

/**
 * The port to talk through. In the extension it outlives the service worker: when the worker stops,
 * the port connects again and says `ready`, and the worker answers with the whole state.
 * @returns {Promise<Sidecar.Port>}
 */
export const openPort = () => (inExtension() ? workerPort() : parentPort());

/** Which tab the panel is about: the one in `?tab=`, else the active one of this window. */
async function portName() {
  const tab = new URLSearchParams(location.search).get("tab");
  if (tab) return `panel:tab:${Number(tab)}`;
  return `panel:window:${(await chrome.windows.getCurrent()).id}`;
}

/** @returns {Promise<Sidecar.Port>} */
async function workerPort() {
  const name = await portName();
  /** @type {chrome.runtime.Port} */
  let line;
  /** @type {Sidecar.Port} */
  const port = { onmessage: null, postMessage: (message) => line.postMessage(message) };
  const connect = () => {
    line = chrome.runtime.connect({ name });
    line.onMessage.addListener((data) => port.onmessage?.({ data }));
    line.onDisconnect.addListener(() => setTimeout(again, RECONNECT_MS));
  };
  const again = () => {
    connect();
    port.postMessage({ type: "ready" });
  };
  connect();
  return port;
}

/** Only the page around this one, and only of the same origin, may hand the port over. */
function parentPort() {
  return new Promise((resolve) => {
    addEventListener("message", function take({ source, origin, data, ports }) {
      const trusted = source === parent && origin === location.origin;
      if (!trusted || data?.type !== "sidecar.port" || !ports[0]) return;
      removeEventListener("message", take);
      resolve(/** @type {Sidecar.Port} */ (/** @type {unknown} */ (ports[0])));
    });
  });
}
