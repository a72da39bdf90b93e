// A reply box in a shadow root, open or closed: a textarea, or ProseMirror.
import { baseKeymap } from "prosemirror-commands";
import { history, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

const asked = new URL(location.href).searchParams;
const host = document.createElement("div");
host.id = "host";
document.querySelector("#desk").append(host);
const root = host.attachShadow({ mode: asked.get("mode") });

function textarea() {
  const box = root.appendChild(document.createElement("textarea"));
  window.model = () => box.value;
  window.focusBox = () => box.focus();
}

function prosemirror() {
  const plugins = [history(), keymap({ "Mod-z": undo }), keymap(baseKeymap)];
  const view = new EditorView(root, { state: EditorState.create({ schema, plugins }) });
  window.model = () => view.state.doc.textBetween(0, view.state.doc.content.size, "\n", "\n");
  window.focusBox = () => view.focus();
}

({ textarea, prosemirror })[asked.get("box")]();
const send = root.appendChild(document.createElement("button"));
send.className = "send";
send.textContent = "Send";
send.addEventListener("click", () => (window.sent += 1));
window.clickSend = () => send.click();
