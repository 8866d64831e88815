// The notes of a visit are kept in the portal while the visitor types, and on the device until they
// are:   <form data-visit-notes="<visit>" data-saved data-device data-restored data-elsewhere>
//   [data-visit-question="<key>"] around each field and its hidden seen-<key>; [data-visit-state];
//   [data-visit-stopped] + [data-visit-why]
// Each answer says of every question on which revision it is now. What another device wrote is shown
// below the field, and nothing is written over it before that was seen. Housekeeping: drafts.js.
(() => {
  "use strict";
  const form = document.querySelector("form[data-visit-notes]");
  const { person } = document.body.dataset;
  if (!form) return;
  const PAUSE = 1000;
  const AGAIN = 15000;
  const PATIENCE = 15000;
  const KEY = `trialoog-draft:${person}:visit-${form.dataset.visitNotes}`;
  const store = (() => { try { localStorage.setItem(`${KEY}?`, ""); localStorage.removeItem(`${KEY}?`); return person ? localStorage : null; } catch { return null; } })();
  const fields = [...form.querySelectorAll("textarea")];
  const seen = (key) => form.elements[`seen-${key}`];
  const state = form.querySelector("[data-visit-state]");
  const say = (what, at) => {
    const style = what === "restored" ? { dateStyle: "medium", timeStyle: "short" } : { timeStyle: "short" };
    state.textContent = form.dataset[what].replace("{time}", new Intl.DateTimeFormat(document.documentElement.lang, style).format(at));
  };

  // What the portal has, as far as this page knows.
  const known = new Map(fields.map((field) => [field.name, field.defaultValue.trim()]));
  // Whose two texts are in sight, until the field is touched: then what stands in it is meant.
  const clashed = new Set();
  const changed = () => fields.filter((field) => field.value.trim() !== known.get(field.name));
  const toSend = () => changed().filter((field) => !clashed.has(field.name));
  const keep = () => {
    if (!store) return;
    const values = changed().map((field) => [field.name, null, field.value, seen(field.name).value]);
    try {
      if (values.length) store.setItem(KEY, JSON.stringify({ at: Date.now(), values })); else store.removeItem(KEY);
      if (values.length) say("device", Date.now());
    } catch { /* the portal will have it */ }
  };

  const show = (key, text) => {
    const around = form.querySelector(`[data-visit-question="${key}"]`);
    const old = around.querySelector("[data-visit-theirs]");
    if (old) old.remove();
    const box = document.createElement("div");
    box.dataset.visitTheirs = "";
    box.className = "mb-4";
    const label = document.createElement("p");
    label.className = "small muted mb-1";
    label.textContent = form.dataset.elsewhere;
    const quote = document.createElement("blockquote");
    quote.className = "words";
    quote.textContent = text;
    box.append(label, quote);
    around.append(box);
  };

  let timer = 0;
  let busy = false;
  let stopped = false;
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };
  const stop = (why) => {
    stopped = true;
    form.querySelector("[data-visit-why]").textContent = why || "";
    form.querySelector("[data-visit-stopped]").hidden = false;
  };
  const told = (said, sent) => {
    for (const [key, revision] of Object.entries(said.revisions)) {
      if (!sent.has(key)) continue;
      known.set(key, sent.get(key));
      seen(key).value = revision;
    }
    for (const [key, theirs] of Object.entries(said.elsewhere)) {
      show(key, theirs.text);
      clashed.add(key);
      seen(key).value = theirs.revision;
    }
    keep();
    if (toSend().length) later(PAUSE); else if (!changed().length) say("saved", Date.now());
  };
  async function send() {
    const now = toSend();
    if (busy || stopped || !now.length) return;
    busy = true;
    const sent = new Map(now.map((field) => [field.name, field.value.trim()]));
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const field of now) { body.append(field.name, field.value); body.append(`seen-${field.name}`, seen(field.name).value); }
    let again = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok || [400, 409].includes(answer.status)) {
        const said = await answer.json();
        again = false;
        if (answer.ok) told(said, sent); else stop(said.detail);
      }
    } catch { /* it is on the device */ }
    busy = false;
    if (again) later(AGAIN);
  }

  form.addEventListener("input", (event) => { clashed.delete(event.target.name); keep(); later(PAUSE); });
  form.addEventListener("submit", () => { clearTimeout(timer); keep(); stopped = true; });
  window.addEventListener("online", () => later(0));
  window.addEventListener("pagehide", keep);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  const left = (() => { try { return JSON.parse(store.getItem(KEY)); } catch { return null; } })();
  if (!left || form.querySelector(".is-invalid, blockquote")) return;
  for (const [key, , text, revision] of left.values) {
    const field = form.elements[key];
    if (!field || field.value.trim() === text.trim()) continue;
    field.value = text;
    seen(key).value = revision; // an older one than the portal's: it shows both before it keeps one
  }
  if (changed().length) { say("restored", left.at); later(0); } else store.removeItem(KEY);
})();
