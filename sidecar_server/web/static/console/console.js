// What the console does beyond its forms; every page works without it.
// @ts-check
// htmx puts our own server's pages into the page; nothing else makes markup, and nothing makes code.
/** @type {any} */ (window).trustedTypes?.createPolicy("default", {
  createHTML: (/** @type {string} */ html) => html,
});

// A session that ended answers htmx with 403: the page that asks for a code is the way on.
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = /** @type {any} */ (event).detail;
  if (xhr.status === 403) location.assign("/console");
});
// A form that cannot be taken comes back with what was typed and what to mend.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = /** @type {any} */ (event);
  if (detail.xhr.status === 422) detail.shouldSwap = true;
});
// On a narrow window the tabs scroll: the page's own is brought into view.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
});
