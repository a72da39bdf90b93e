// A textarea and an input whose values React holds: it writes back what it does not know of.
import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";

const named = new URL(location.href).searchParams.get("box") ?? "textarea";

function Box() {
  const [value, setValue] = useState("");
  window.model = () => value;
  return createElement(named, {
    id: "box",
    value,
    onChange: (event) => setValue(event.target.value),
  });
}

createRoot(document.querySelector("#desk")).render(createElement(Box));
window.undo = () => document.execCommand("undo");
