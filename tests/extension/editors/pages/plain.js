// A bare contenteditable, with no editor behind it.
const box = document.createElement("div");
box.id = "box";
box.contentEditable = "true";
document.querySelector("#desk").append(box);
window.model = () => box.innerText.replace(/\n$/, "").replaceAll("\u00a0", " ");
window.undo = () => document.execCommand("undo");
