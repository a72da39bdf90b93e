// The small badge on a helpdesk's page: how many lines wait while the panel is closed.
// @ts-check
(() => {
  const STYLE = `
    :host { all: initial; position: fixed; inset: auto 12px 88px auto; z-index: 2147483000; }
    button { display: flex; align-items: center; gap: 6px; min-inline-size: 32px;
      block-size: 32px; padding: 0 10px; border: 1px solid rgb(0 0 0 / 12%); border-radius: 16px;
      background: #0c665e; color: #fff; font: 600 13px/1 system-ui, sans-serif; cursor: pointer;
      box-shadow: 0 1px 4px rgb(0 0 0 / 25%); }
    button:hover { filter: brightness(1.12); }
    button:focus-visible { outline: 2px solid #0c665e; outline-offset: 2px; }
    @media (prefers-color-scheme: dark) {
      button { background: #74cabe; color: #06231f; border-color: rgb(255 255 255 / 20%); }
      button:focus-visible { outline-color: #74cabe; } }
    @media print { :host { display: none; } }`;

  /** @type {HTMLElement | null} */
  let host = null;
  /** @type {HTMLButtonElement | null} */
  let button = null;

  /** @param {(key: string, count: number) => string} t */
  function make(t) {
    host = document.createElement("sidecar-badge");
    const root = host.attachShadow({ mode: "closed" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    button = document.createElement("button");
    button.type = "button";
    button.title = t("badge_open", 0);
    // Its click opens the panel and must not take the caret out of the reply.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => void chrome.runtime.sendMessage({ type: "open.panel" }));
    root.append(button);
  }

  /** @type {typeof sidecar.showBadge} */
  function showBadge(lines, t) {
    if (!lines) return host?.remove();
    if (!host) make(t);
    if (!host || !button) return;
    button.textContent = t("badge_lines", lines);
    if (!host.isConnected) document.documentElement.append(host);
  }

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, showBadge });
})();
