// TinyMCE 8 in the iframe that it makes for itself.
import tinymce from "tinymce";
import "tinymce/icons/default";
import "tinymce/models/dom";
import "tinymce/themes/silver";

const box = document.createElement("textarea");
document.querySelector("#desk").append(box);
const [editor] = await tinymce.init({
  target: box,
  license_key: "gpl",
  skin: false,
  content_css: false,
  menubar: false,
  promotion: false,
});
window.model = () =>
  editor.getContent({ format: "text" }).replaceAll("\n\n", "\n").replaceAll("\u00a0", " ");
window.undo = () => editor.undoManager.undo();
