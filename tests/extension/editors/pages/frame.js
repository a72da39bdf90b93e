// A textarea in an iframe of the same origin.
const frame = document.createElement("iframe");
frame.srcdoc = "<!doctype html><textarea id='box'></textarea>";
frame.addEventListener("load", () => {
  window.model = () => frame.contentDocument.querySelector("#box").value;
});
document.querySelector("#desk").append(frame);
