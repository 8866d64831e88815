// The note on an item of a meeting: saved while one types, put together by the server with what the
// others wrote, and kept on this device until the server says it has it.
//   <form data-note="wellbeing" data-version="3">     inside  <div data-meeting="7">
//   <p data-note-state data-saved="Saved, {time}." data-kept="..." ...>
// A text is sent as it stood, again and again until it is answered; only then what was typed since.
// So the server knows a text that comes twice, and always knows what was typed on top of what.
(() => {
  "use strict";
  const room = document.querySelector("[data-meeting]");
  const form = document.querySelector("form[data-note]");
  if (!room) return;

  const PAUSE = 500;
  const AT_MOST = 2000;
  const AGAIN = 3000;
  const PATIENCE = 10000;
  const MINE = `trialoog-draft:${document.body.dataset.person}:meeting-${room.dataset.meeting}:`;
  const store = (() => {
    try { localStorage.setItem(MINE, ""); localStorage.removeItem(MINE); return localStorage; } catch { return null; }
  })();

  // --- sending

  const { url, token } = form ? { url: form.action.split("#")[0], token: form.querySelector("[name=csrfmiddlewaretoken]").value } : {};
  // Answers what the server says; {refused: sentence} when it will not have it; throws without answer.
  const post = async (item, text, version) => {
    const words = new FormData();
    for (const [name, value] of [["item", item], ["notes", text], ["seen_version", version]]) words.append(name, value);
    const answer = await fetch(url, {
      method: "POST", body: words, redirect: "manual", keepalive: text.length < 20000,
      headers: { "X-CSRFToken": token, Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect") return { refused: form.querySelector("[data-note-state]").dataset.signedOut };
    if (answer.status === 409) return { refused: (await answer.json()).message };
    if (answer.status === 403 || answer.status === 404) return { refused: "-" };
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  // --- the caret stays in the line where it was, wherever that line went

  const place = (from, to, offset) => {
    const before = from.slice(0, offset).split("\n");
    const old = from.split("\n");
    const lines = to.split("\n");
    const at = before.length - 1;
    // How many lines both have in common from here on, for the longest row of lines in common.
    const common = Array.from({ length: old.length + 1 }, () => new Array(lines.length + 1).fill(0));
    for (let a = old.length - 1; a >= 0; a -= 1) {
      for (let b = lines.length - 1; b >= 0; b -= 1) common[a][b] = old[a] === lines[b] ? common[a + 1][b + 1] + 1 : Math.max(common[a + 1][b], common[a][b + 1]);
    }
    let a = 0;
    let b = 0;
    while (a < at && b < lines.length) {
      if (old[a] === lines[b]) { a += 1; b += 1; } else if (common[a + 1][b] >= common[a][b + 1]) a += 1; else b += 1;
    }
    const found = lines.indexOf(old[at], b);
    const line = Math.min(found < 0 ? b : found, lines.length - 1);
    const start = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
    return start + Math.min(before[at].length, lines[line].length);
  };

  const kept = () => store ? Object.keys(store).filter((key) => key.startsWith(MINE)) : [];
  if (!form) { self.meetingNote = { offer() {}, isDirty: () => false, stray() {} }; return; }

  // --- the field

  const field = form.querySelector("textarea");
  const state = form.querySelector("[data-note-state]");
  const item = form.dataset.note;
  const page = Math.random().toString(36).slice(2);
  const key = `${MINE}${item}:${page}`;
  if (navigator.locks) navigator.locks.request(`${MINE}${page}`, () => new Promise(() => {}));

  let base = { version: Number(form.dataset.version), text: field.defaultValue };
  let sent = null;
  let sending = false;
  let composing = false;
  let refused = "";
  let timer = 0;
  let waitingSince = 0;

  const isDirty = () => sent !== null || field.value !== base.text;
  const say = (what, sentence) => {
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
    const said = sentence || (state.dataset[what] || "").replace("{time}", time);
    if (state.textContent !== said) state.textContent = said;
    state.dataset.now = what;
  };
  const keep = () => {
    if (!store) return;
    const words = JSON.stringify({ at: Date.now(), item, version: base.version, sent, text: field.value });
    try { if (isDirty()) store.setItem(key, words); else store.removeItem(key); } catch { /* a full device keeps it on the page */ }
  };
  const put = (text) => {
    const { selectionStart, selectionEnd, selectionDirection, scrollTop } = field;
    const old = field.value;
    field.value = text;
    if (document.activeElement === field) field.setSelectionRange(place(old, text, selectionStart), place(old, text, selectionEnd), selectionDirection);
    field.scrollTop = scrollTop;
  };
  // What the server has now; it comes into the field once nothing here waits any more.
  const offer = (note) => {
    if (!note || note.item !== item || sending || composing || isDirty() || note.version <= base.version) return;
    put(note.text);
    base = { version: note.version, text: note.text };
    form.elements.seen_version.value = base.version;
    const said = form.querySelector("[data-note-said]");
    if (said && note.said) said.textContent = note.said;
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };
  const send = async () => {
    clearTimeout(timer);
    if (sending || composing || refused || !isDirty()) return;
    sending = true;
    waitingSince = 0;
    if (sent === null) sent = field.value;
    keep();
    let answer = null;
    try { answer = await post(item, sent, base.version); } catch { /* said below */ }
    sending = false;
    if (answer === null) { say("kept"); later(AGAIN); return; }
    if (answer.refused) { refused = answer.refused; say("refused", refused === "-" ? "" : `${refused} ${state.dataset.refused}`); keep(); return; }
    base = { version: answer.received, text: sent };
    sent = null;
    say(answer.clashed ? "clashed" : answer.merged ? "together" : "saved");
    offer(answer);
    keep();
    if (isDirty()) later(PAUSE);
  };

  field.addEventListener("input", () => {
    keep();
    waitingSince = waitingSince || Date.now();
    later(Math.max(0, Math.min(PAUSE, waitingSince + AT_MOST - Date.now())));
  });
  field.addEventListener("compositionstart", () => { composing = true; });
  field.addEventListener("compositionend", () => { composing = false; later(PAUSE); });
  field.addEventListener("blur", () => { send(); });
  window.addEventListener("online", () => { send(); stray(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  window.addEventListener("pagehide", () => { keep(); send(); });

  // The button saves at once, and goes on to the next item when that is what was asked.
  window.addEventListener("submit", async (event) => {
    if (event.target !== form || refused) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const next = event.submitter && event.submitter.value;
    while (isDirty() && navigator.onLine && !refused) {
      await send();
      if (state.dataset.now === "kept") return;
      if (sending) await new Promise((done) => { setTimeout(done, 100); });
    }
    if (!isDirty() && !next) say("saved");
    if (isDirty() || !next) return;
    const there = new URL(window.location.pathname.replace(/note\/$/, ""), window.location.href);
    there.search = new URLSearchParams({ item: next, ...(form.elements.big ? { big: "1" } : {}) });
    there.hash = "item";
    window.location.assign(there);
  }, true);

  // --- what an earlier page of this meeting left on the device

  const adopt = (left) => {
    base = { version: left.version, text: null };
    sent = left.sent;
    field.value = left.text;
    keep();
    later(0);
  };
  const deliver = async (name, left) => {
    let { version } = left;
    for (const text of left.sent === null || left.sent === left.text ? [left.text] : [left.sent, left.text]) {
      const answer = await post(left.item, text, version);
      if (answer.refused) return;
      version = answer.received;
    }
    store.removeItem(name);
  };
  let straying = false;
  const stray = async () => {
    if (straying || !kept().length) return;
    straying = true;
    try {
      const open = navigator.locks ? (await navigator.locks.query()).held.map((lock) => lock.name) : [`${MINE}${page}`];
      for (const name of kept()) {
        const left = JSON.parse(store.getItem(name));
        if (!left || open.includes(`${MINE}${name.split(":").pop()}`)) continue;
        if (left.item === item && !isDirty()) { store.removeItem(name); adopt(left); } else await deliver(name, left);
      }
    } catch { /* no connection: it stays where it is */ } finally { straying = false; }
  };

  self.meetingNote = { offer, isDirty, stray };
  stray();
})();
