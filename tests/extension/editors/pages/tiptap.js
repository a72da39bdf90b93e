// Tiptap with its starter kit.
import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";

const editor = new Editor({ element: document.querySelector("#desk"), extensions: [StarterKit] });
window.model = () => editor.getText({ blockSeparator: "\n" });
window.undo = () => editor.commands.undo();
