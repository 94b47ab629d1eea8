// Keyboard, dialogs and small conveniences. Everything works without this file, only slower.
"use strict";

const rows = () => [...document.querySelectorAll("tr.row")];
const current = () => document.querySelector("tr.row.current");

function choose(row) {
  current()?.classList.remove("current");
  if (!row) return;
  row.classList.add("current");
  row.scrollIntoView({ block: "nearest" });
  row.querySelector("a")?.focus({ preventScroll: true });
}

function step(by) {
  const all = rows();
  const at = all.indexOf(current());
  choose(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))]);
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: () => { const box = current()?.querySelector("input[type=checkbox]"); if (box) { box.checked = !box.checked; count(); } },
  o: () => current()?.querySelector("a")?.click(),
  Enter: () => current()?.querySelector("a")?.click(),
  r: () => document.querySelector("[data-key=r]")?.click() ?? current()?.querySelector("a")?.click(),
  e: () => document.querySelector("[data-key=e]")?.click(),
  d: () => document.querySelector("[data-key=d]")?.click(),
  b: () => document.querySelector("[data-key=b]")?.click(),
  f: () => document.querySelector("[data-key=f]")?.click(),
  u: () => { const up = document.querySelector("[data-key=u]"); if (up) up.click(); },
  "/": () => document.querySelector("[data-key=search]")?.focus(),
  "?": () => document.getElementById("help")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]")) return;
  if (event.key === "Enter" && event.target.closest("a, button")) return;
  const action = keys[event.key];
  if (action) { event.preventDefault(); action(); }
});

// How many rows are ticked, and whether they are all held by one rule: bulk actions are only for those.
function count() {
  const ticked = [...document.querySelectorAll("tr.row input[type=checkbox]:checked")];
  const rules = new Set(ticked.map((box) => box.dataset.rule));
  const bulk = document.getElementById("bulk");
  if (!bulk) return;
  bulk.hidden = ticked.length === 0;
  bulk.querySelector("[data-count]").textContent = ticked.length;
  bulk.querySelectorAll("button").forEach((button) => { button.disabled = rules.size !== 1; });
  bulk.querySelector("[data-mixed]").hidden = rules.size === 1;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("tr.row input[type=checkbox]")) count();
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) { event.preventDefault(); document.getElementById(opener.dataset.opens)?.showModal(); }
  if (event.target.closest("[data-closes]")) { event.preventDefault(); event.target.closest("dialog").close(); }
});

// Live updates replace the rows: what was chosen and ticked stays so.
let ticked = new Set();
let chosen = null;
document.addEventListener("htmx:beforeSwap", () => {
  ticked = new Set([...document.querySelectorAll("tr.row input:checked")].map((box) => box.value));
  chosen = current()?.id ?? null;
});
document.addEventListener("htmx:afterSwap", () => {
  document.querySelectorAll("tr.row input[type=checkbox]").forEach((box) => { box.checked = ticked.has(box.value); });
  if (chosen) document.getElementById(chosen)?.classList.add("current");
  count();
});
