"use strict";

const shows = (name) => document.body.classList.contains(name);

window.addEventListener("load", async () => {
  const terminal = document.querySelector("#terminal");
  terminal.dataset.sessionWebsocketUrl = `${location.origin.replace(/^http/, "ws")}/desk`;
  // textual.js measures the letters when it starts, and never again
  await Promise.all(["16px", "bold 16px", "italic 16px"].map((font) => document.fonts.load(`${font} "Roboto Mono"`)));
  const script = document.createElement("script");
  script.src = "/static/js/textual.js";
  script.onload = () => window.onload();
  document.head.append(script);
  document.querySelector("#again").onclick = () => location.reload();
  // no key may need a click before it
  new MutationObserver(() => {
    const waiting = shows("-closed") ? "#again" : shows("-first-byte") ? ".xterm-helper-textarea" : "#terminal";
    document.querySelector(waiting).focus();
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});

// a document is downloaded without a window, which a browser might block
const openWindow = window.open.bind(window);
window.open = (url, ...how) => {
  if (!String(url).startsWith(`${location.origin}/download/`)) return openWindow(url, ...how);
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
  return null;
};

// Ctrl+W deletes a word in a terminal and closes the tab of a browser
window.addEventListener("beforeunload", (event) => {
  if (shows("-first-byte") && !shows("-closed")) event.preventDefault();
});
