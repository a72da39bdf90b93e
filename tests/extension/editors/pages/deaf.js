// An editor that takes every event for itself and does nothing with it.
const box = document.createElement("div");
box.id = "box";
box.contentEditable = "true";
for (const type of ["paste", "beforeinput"])
  box.addEventListener(type, (event) => event.preventDefault());
document.querySelector("#desk").append(box);
window.model = () => box.innerText;
