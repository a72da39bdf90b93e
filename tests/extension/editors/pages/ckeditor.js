// CKEditor 5, the classic editor with paragraphs.
import { ClassicEditor } from "@ckeditor/ckeditor5-editor-classic";
import { Essentials } from "@ckeditor/ckeditor5-essentials";
import { Paragraph } from "@ckeditor/ckeditor5-paragraph";

const box = document.createElement("div");
document.querySelector("#desk").append(box);
const editor = await ClassicEditor.create(box, {
  licenseKey: "GPL",
  plugins: [Essentials, Paragraph],
});
const textOf = (node) =>
  [...node.getChildren()]
    .map((child) => (child.is("element", "softBreak") ? "\n" : child.data))
    .join("");
window.model = () => [...editor.model.document.getRoot().getChildren()].map(textOf).join("\n");
window.undo = () => editor.execute("undo");
