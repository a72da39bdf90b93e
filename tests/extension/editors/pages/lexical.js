// Lexical with rich text and history, without React.
import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $getRoot, createEditor, UNDO_COMMAND } from "lexical";

const box = document.createElement("div");
box.contentEditable = "true";
document.querySelector("#desk").append(box);
const editor = createEditor({
  namespace: "desk",
  onError: (error) => {
    throw error;
  },
});
editor.setRootElement(box);
registerRichText(editor);
registerHistory(editor, createEmptyHistoryState(), 300);
editor.update(() => void $getRoot().append($createParagraphNode()));
const lines = () =>
  $getRoot()
    .getChildren()
    .map((node) => node.getTextContent())
    .join("\n");
window.model = () => editor.getEditorState().read(lines);
window.undo = () => editor.dispatchCommand(UNDO_COMMAND, undefined);
