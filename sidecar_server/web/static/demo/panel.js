// Speaks to the panel in its frame over a message channel, in the place of an extension's worker.
// @ts-check

/**
 * @param {HTMLIFrameElement} frame
 * @param {string} address  the panel's page
 * @param {Record<string, (message: any) => void>} handlers  one for each type the panel sends
 */
export function createPanel(frame, address, handlers) {
  /** @type {MessagePort | null} */
  let port = null;

  frame.addEventListener("load", () => {
    const channel = new MessageChannel();
    port?.close();
    port = channel.port1;
    port.onmessage = ({ data }) => {
      const handle = Object.hasOwn(handlers, data?.type) ? handlers[data.type] : null;
      handle?.(data);
    };
    frame.contentWindow?.postMessage({ type: "sidecar.port" }, location.origin, [channel.port2]);
  });
  frame.src = address;

  return {
    /** @param {object} message */
    tell(message) {
      port?.postMessage(message);
    },
    focus() {
      frame.focus();
      frame.contentWindow?.focus();
    },
  };
}
