// Summernote, which comes with jQuery.
import jQuery from "jquery";

window.jQuery = window.$ = jQuery;
await import("summernote/dist/summernote-lite.js");
const box = jQuery("<div>").appendTo("#desk");
box.summernote({ toolbar: [] });
const editable = document.querySelector(".note-editable");
window.model = () => editable.innerText.replace(/\n$/, "").replaceAll("\n\n", "\n").replaceAll("\u00a0", " ");
window.undo = () => box.summernote("undo");
