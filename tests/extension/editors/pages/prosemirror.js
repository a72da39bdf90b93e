// ProseMirror with its own keymap and history.
import { baseKeymap } from "prosemirror-commands";
import { history, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

const plugins = [history(), keymap({ "Mod-z": undo }), keymap(baseKeymap)];
const view = new EditorView(document.querySelector("#desk"), {
  state: EditorState.create({ schema, plugins }),
});
window.model = () => view.state.doc.textBetween(0, view.state.doc.content.size, "\n", "\n");
window.undo = () => undo(view.state, view.dispatch);
