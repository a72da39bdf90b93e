// How the picker looks: its own colours, light and dark, whatever the page wears.
// @ts-check
(() => {
  const { picking } = globalThis.sidecar;

  const style = `
:host { all: initial; }
* { box-sizing: border-box; }
.all {
  color-scheme: light dark;
  --card: #fff; --ink: #1e1d1b; --quiet: #65625c; --line: #dedbd3; --key: #f5f4f0;
  --accent: #0c665e; --on-accent: #fff; --soft: #e1efed;
  --customer: #1f5fbf; --agent: #0c665e; --note: #8a6200; --bot: #6b4fa8; --system: #65625c;
  --unknown: #8c2f14;
  position: fixed; inset: 0; pointer-events: none;
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  color: var(--ink);
}
.shield { position: absolute; inset: 0; pointer-events: auto; cursor: crosshair; }
.shield[data-open] { pointer-events: none; }
.box {
  position: absolute; border-radius: 6px; border: 2px solid var(--tone);
  background: color-mix(in srgb, var(--tone) 14%, transparent);
}
.box > b {
  position: absolute; right: 6px; top: -9px; padding: 0 6px; border-radius: 4px; white-space: nowrap;
  font-size: 11px; line-height: 16px; font-weight: 600; color: #fff; background: var(--tone);
}
.box[data-low] > b { top: 3px; }
.box[data-slim] > b { top: 50%; transform: translateY(-50%); }
.box.kin { border: 1px dashed var(--tone); background: none; }
.box.aim { --tone: #0c665e; box-shadow: 0 0 0 3px rgb(255 255 255 / 80%); }
.box.kin { --tone: #0c665e; }
.customer { --tone: #1f5fbf; } .agent { --tone: #0c665e; } .note { --tone: #8a6200; }
.bot { --tone: #6b4fa8; } .system { --tone: #65625c; } .unknown { --tone: #8c2f14; }
.box.unknown { background: none; border: 1px dotted var(--tone); }
.box.here { box-shadow: 0 0 0 3px rgb(255 255 255 / 85%), 0 0 0 5px var(--tone); }
.card {
  position: absolute; width: min(360px, calc(100vw - 24px)); max-height: calc(100vh - 24px);
  display: flex; flex-direction: column; gap: 10px; padding: 12px 16px 14px; overflow: hidden auto;
  pointer-events: auto; cursor: default; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; box-shadow: 0 1px 2px rgb(0 0 0 / 10%), 0 12px 32px rgb(0 0 0 / 22%);
}
.card[data-corner="0"] { right: 12px; bottom: 12px; } .card[data-corner="1"] { left: 12px; bottom: 12px; }
.card[data-corner="2"] { left: 12px; top: 12px; } .card[data-corner="3"] { right: 12px; top: 12px; }
.top { display: flex; align-items: center; gap: 8px; font-size: 12px; color: var(--quiet); }
.top .name { font-weight: 600; color: var(--accent); }
.top .step { margin-right: auto; }
h2 { margin: 0; font-size: 16px; line-height: 1.3; font-weight: 650; text-wrap: balance; }
p { margin: 0; color: var(--quiet); font-size: 13px; text-wrap: pretty; }
p:empty, .rows:empty, .counts:empty { display: none; }
.counts { font-weight: 600; color: var(--ink); }
.card > * { flex: none; }
.card > .rows { flex: 0 1 auto; min-height: 84px; overflow: auto; }
.card > .rows:empty { display: none; }
.ask { font-size: 12px; margin-bottom: -4px; }
.keys > .customer kbd, .keys > .agent kbd, .keys > .note kbd, .keys > .bot kbd, .keys > .system kbd { color: #fff; background: var(--tone); border-color: transparent; }
.rows { margin: 0 -8px; padding: 0; list-style: none; display: flex; flex-direction: column; gap: 1px; }
.rows button {
  display: grid; grid-template-columns: 74px 1fr; gap: 8px; width: 100%; padding: 3px 8px; text-align: left;
  border: 0; border-left: 3px solid transparent; border-radius: 6px; background: none;
}
.rows button[aria-current] { background: var(--soft); border-left-color: var(--accent); }
.rows b { color: var(--tone); font-size: 12px; line-height: 20px; font-weight: 600; overflow: hidden; text-overflow: ellipsis; }
.rows span { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font-size: 13px; }
.keys { display: flex; flex-wrap: wrap; gap: 6px; }
button {
  font: inherit; font-size: 13px; color: inherit; cursor: pointer; padding: 3px 10px 3px 5px;
  background: none; border: 1px solid var(--line); border-radius: 8px;
  display: inline-flex; align-items: center; gap: 6px; min-height: 28px;
}
button:hover { background: var(--soft); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button.strong { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.strong:hover { filter: brightness(1.1); }
button.quiet { padding: 0 6px 0 3px; border: 0; min-height: 24px; font-size: 12px; color: var(--quiet); }
kbd {
  font: 600 11px/18px system-ui, sans-serif; min-width: 20px; padding: 0 5px; text-align: center;
  border-radius: 5px; background: var(--key); color: var(--quiet); border: 1px solid var(--line);
}
.strong kbd { background: rgb(255 255 255 / 18%); color: inherit; border-color: transparent; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (prefers-color-scheme: dark) {
  .all {
    --card: #242422; --ink: #eceae5; --quiet: #aaa69e; --line: #3f3e39; --key: #191918;
    --accent: #74cabe; --on-accent: #06231f; --soft: #1f3a37;
  }
  .rows .customer { --tone: #8db8f5; } .rows .agent { --tone: #74cabe; } .rows .note { --tone: #e3b54f; }
  .rows .bot { --tone: #bfa8f0; } .rows .system { --tone: #aaa69e; } .rows .unknown { --tone: #ffab91; }
  .box.customer, .keys .customer { --tone: #2f6fd0; } .box.agent, .box.aim, .box.kin { --tone: #127a70; }
  .box.aim, .box.here { box-shadow: 0 0 0 3px rgb(0 0 0 / 60%); }
}
@media (forced-colors: active) { .box { border-color: Highlight; } .rows button[aria-current] { border-left-color: Highlight; } }
@media (max-width: 420px) { .card { left: 8px !important; right: 8px !important; width: auto; max-height: min(72vh, calc(100vh - 16px)); padding: 8px 12px 10px; gap: 8px; } }
`;

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, style }),
  });
})();
