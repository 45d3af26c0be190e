// Reviewing by keyboard: j and k go from conflict to conflict, c and d choose a decision, ? shows the keys.
const STORED = "crosscheck.keys";
const dialog = document.querySelector("#keys");
const form = document.querySelector("[data-review]");

function keysOn() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true; // storage is forbidden: the keys work, and cannot be switched off for good
  }
}

function remember(on) {
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch {
    // it holds for this page, by the state of the box
  }
}

// The key in Latin letters, also where the keyboard writes others.
function keyOf(event) {
  if (event.key === "?" || event.key === "؟") return "?";
  const letter = event.key.toLowerCase();
  if (/^[a-z]$/.test(letter)) return letter;
  return event.key.length === 1 && /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : "";
}

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

// On a page of one conflict the next one is a page, in a list it is the next card.
function go(step) {
  const link = document.querySelector(step > 0 ? '.queue a[rel="next"]' : '.queue a[rel="prev"]');
  if (document.querySelector(".queue a[rel]") !== null || form !== null) {
    link?.click();
    return;
  }
  const links = [...document.querySelectorAll(".conflict :is(h2, h3, h4) a")];
  const now = links.findIndex((each) => each.closest(".conflict").contains(document.activeElement));
  const wanted = links[now === -1 ? (step > 0 ? 0 : links.length - 1) : now + step];
  wanted?.focus();
  wanted?.closest(".conflict").scrollIntoView({ block: "nearest" });
}

function decide(key) {
  const choice = form?.querySelector(`[data-key="${key}"]`);
  if (!choice) return;
  choice.checked = true;
  form.querySelector("textarea").focus();
}

function showKeys() {
  if (dialog !== null && !dialog.open) dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form?.contains(event.target)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialog?.open || !isOn()) return;
  const act = { j: () => go(1), k: () => go(-1), c: () => decide("c"), d: () => decide("d"), "?": showKeys }[keyOf(event)];
  if (!act) return;
  event.preventDefault();
  act();
});

const box = document.querySelector("#keys-on");
if (box !== null) {
  box.checked = keysOn();
  box.addEventListener("change", () => remember(box.checked));
}

function isOn() {
  return box === null ? keysOn() : box.checked;
}

for (const button of document.querySelectorAll("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", showKeys);
}
