// What somebody prepares is kept in the portal while they type, and on the device until it is:
//   <form data-preparation="<meeting>" data-saved data-device data-restored> with seen_version
//   [data-preparation-state]; [data-preparation-elsewhere], [data-preparation-stopped] + -why
// A text that builds on an older version than the portal's is never sent over it: the person
// presses the button, and the page shows both. Housekeeping of the device's copies: drafts.js.
(() => {
  "use strict";
  const form = document.querySelector("form[data-preparation]");
  const person = document.body.dataset.person;
  if (!form) return;
  const WAIT = 1200;
  const AGAIN = 15000;
  const KEY = `trialoog-draft:${person}:preparation-${form.dataset.preparation}`;
  const version = form.elements.seen_version;
  const find = (name) => form.querySelector(`[data-preparation-${name}]`);
  const fields = [...form.querySelectorAll("textarea")];
  const values = () => fields.map((field) => [field.name, null, field.value]);
  const store = (() => { try { localStorage.setItem(KEY + "?", ""); localStorage.removeItem(KEY + "?"); return person ? localStorage : null; } catch { return null; } })();
  const say = (what, at) => {
    const style = what === "restored" ? { dateStyle: "medium", timeStyle: "short" } : { timeStyle: "short" };
    find("state").textContent = form.dataset[what].replace("{time}", new Intl.DateTimeFormat(document.documentElement.lang, style).format(at));
  };

  let timer = 0;
  let unanswered = null; // what was sent and may have arrived
  let busy = false;
  let stopped = false;

  // While two texts wait to be put together this copy builds on no version: it asks again.
  const onDevice = () => { try { store.setItem(KEY, JSON.stringify({ at: Date.now(), version: stopped ? "0" : version.value, values: values() })); say("device", Date.now()); } catch { /* the portal will have it */ } };
  const stop = (name) => { stopped = true; find(name).hidden = false; };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };

  const told = (status, said, sent) => {
    unanswered = null;
    if (said.state === "kept") {
      version.value = said.version;
      if (JSON.stringify(values()) !== sent.text) return later(WAIT);
      if (store) store.removeItem(KEY);
      return say("saved", Date.now());
    }
    if (said.state === "prepared-elsewhere") return stop("elsewhere");
    find("why").textContent = said.detail || "";
    return stop("stopped");
  };
  const send = async () => {
    if (busy || stopped) return;
    busy = true;
    // What may have arrived goes again as it was: if it did arrive, it is the same text.
    const sent = unanswered || { text: JSON.stringify(values()), body: new FormData(form) };
    unanswered = sent;
    let wait = AGAIN;
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent.body, redirect: "manual", headers: { Accept: "application/json" } });
      if (answer.ok || [400, 409].includes(answer.status)) { const said = await answer.json(); busy = false; wait = 0; told(answer.status, said, sent); }
    } catch { /* it is on the device */ }
    busy = false;
    if (wait) later(wait);
  };

  form.addEventListener("input", () => { if (store) onDevice(); later(WAIT); });
  form.addEventListener("submit", () => { clearTimeout(timer); if (store) onDevice(); stopped = true; });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  const left = (() => { try { return JSON.parse(store.getItem(KEY)); } catch { return null; } })();
  const plain = (all) => JSON.stringify(all.map(([name, , value]) => [name, value.trim()]));
  if (form.querySelector("blockquote")) { stopped = true; return; }
  if (!left || form.querySelector(".is-invalid")) return;
  if (plain(left.values) === plain(values())) { store.removeItem(KEY); return; }
  for (const [name, , value] of left.values) { const field = form.elements[name]; if (field) field.value = value; }
  say("restored", left.at);
  if (left.version === version.value) later(WAIT); else { version.value = left.version; stop("elsewhere"); }
})();
