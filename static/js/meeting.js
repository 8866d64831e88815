// The shared screen of a meeting follows what the others do, every few seconds while one looks:
//   <div data-meeting="7" data-item="wellbeing" data-rest="<version>" data-live-url="...">
//   <div data-live="agreed">       a part that is put anew when it changed, unless one is busy in it
(() => {
  "use strict";
  const room = document.querySelector("[data-meeting]");
  const note = self.meetingNote;
  if (!room || !note) return;

  const EVERY = 2500;
  const SLOWER = 8000;
  const PATIENCE = 10000;
  let { rest } = room.dataset;
  let token = "";
  let timer = 0;
  let busy = false;

  // Forms carry another secret each time, which is no change.
  const plain = (part) => part.innerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
  const seen = new Map();
  const parts = () => [...document.querySelectorAll("[data-live]")];
  parts().forEach((part) => seen.set(part.dataset.live, plain(part)));

  const touched = (field) => field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
    : field.tagName === "SELECT" ? [...field.options].some((one) => one.selected !== one.defaultSelected && one.value) && field.dataset.touched
    : field.type !== "hidden" && field.value !== field.defaultValue;
  document.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") event.target.dataset.touched = "yes"; });
  const inUse = (part) => {
    if (part.dataset.live === "note") return note.isDirty();
    const focus = document.activeElement;
    return (part.contains(focus) && focus.matches("input, select, textarea")) || [...part.querySelectorAll("input, select, textarea")].some(touched);
  };
  const opened = (part) => [...part.querySelectorAll("details")].filter((one) => one.open).map((one) => one.querySelector("summary").textContent);
  // Answers whether everything that changed could be put in place.
  const put = (fresh) => {
    let all = true;
    for (const part of parts()) {
      const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
      if (!other || plain(other) === seen.get(part.dataset.live)) continue;
      const isNote = part.dataset.live === "note" && part.querySelector("form") && other.querySelector("form");
      if (isNote) continue; // the words in it come by themselves
      if (inUse(part)) { all = false; continue; }
      const focus = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      const open = opened(part);
      seen.set(part.dataset.live, plain(other));
      part.replaceChildren(...[...other.childNodes].map((node) => document.importNode(node, true)));
      part.querySelectorAll("details").forEach((one) => { if (open.includes(one.querySelector("summary").textContent)) one.open = true; });
      if (focus) part.querySelector(`[href="${CSS.escape(focus)}"]`)?.focus();
    }
    return all;
  };
  const refresh = async () => {
    const address = new URL(room.dataset.liveUrl.replace(/live\/$/, ""), window.location.href);
    address.search = window.location.search;
    address.searchParams.set("item", room.dataset.item);
    const answer = await fetch(address, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) return false;
    return put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  };

  const look = async () => {
    clearTimeout(timer);
    if (busy || document.hidden) return;
    busy = true;
    let wait = EVERY;
    try {
      const answer = await fetch(`${room.dataset.liveUrl}?item=${encodeURIComponent(room.dataset.item)}`, {
        headers: token ? { "If-None-Match": `"${token}"` } : {}, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) {
        const now = await answer.json();
        note.offer(now.note);
        const isPut = now.rest === rest || await refresh();
        if (isPut) { rest = now.rest; token = now.token; }
      } else if (answer.status !== 304) wait = SLOWER;
      note.stray();
    } catch { wait = SLOWER; }
    busy = false;
    timer = setTimeout(look, wait);
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  window.addEventListener("online", look);
  timer = setTimeout(look, EVERY);
})();
