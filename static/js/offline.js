// The pages' side of the queue of days: registers the service worker where a student is, keeps a
// day that is sent without a connection, sends what waits, and says how many still do.
//   <span data-day-kit="/days/kit/" hidden>          on pages of a student with an open placement
//   <div data-day-queue data-page data-worker ...>   components/day_queue.html
(() => {
  "use strict";
  const { dayQueue } = self;
  const strip = document.querySelector("[data-day-queue]");
  const kit = document.querySelector("[data-day-kit]");
  const { person } = document.body.dataset;
  const language = document.documentElement.lang;
  const FRESH = 10 * 60 * 1000;
  if (!dayQueue || !dayQueue.able || !strip) return;

  let me = null;
  let trouble = "";
  const words = (name, count) => (strip.dataset[name] || "").replace("{n}", count);
  const show = async () => {
    me = await dayQueue.device() || null;
    const entries = await dayQueue.mine();
    const waiting = entries.filter((entry) => entry.state === "waiting").length;
    const asks = entries.filter((entry) => entry.state === "refused" || entry.state === "conflict").length;
    const here = document.querySelector("[data-day-offline]"); // which shows them all
    strip.hidden = here ? !waiting || trouble !== "signed-out" : !waiting && !asks;
    strip.querySelector("[data-day-queue-waiting]").textContent = waiting ? words(waiting === 1 ? "one" : "many", waiting) : "";
    strip.querySelector("[data-day-queue-asks]").textContent = asks ? words(asks === 1 ? "asksOne" : "asksMany", asks) : "";
    strip.querySelector("[data-day-queue-door]").hidden = !waiting || trouble !== "signed-out";
  };
  const send = async () => { trouble = await dayQueue.send(); await show(); };

  const start = async () => {
    me = await dayQueue.device() || null;
    if (person && me && me.person !== person) { await dayQueue.forget(); me = null; }
    if (person && kit && navigator.serviceWorker) await navigator.serviceWorker.register(strip.dataset.worker, { scope: "/" });
    if (person && kit && (!me || Date.now() - me.at > FRESH || me.language !== language)) await dayQueue.learn(kit.dataset.dayKit, language);
    await send();
  };
  const quietly = (work) => work().catch(() => show().catch(() => {}));
  quietly(start);
  dayQueue.onChange(() => quietly(show));
  window.addEventListener("online", () => quietly(send));

  // A day sent without a connection is kept; what looks like a connection the worker finds out.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.matches("[data-draft-forget]")) { leave(event, form); return; }
    if (navigator.onLine || !dayQueue.placementOf(me, new URL(form.action).pathname)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    quietly(async () => {
      const key = await dayQueue.keep(new URL(form.action).pathname, new FormData(form));
      if (key) window.location.assign(`${strip.dataset.page}?kept=${key}`);
    });
  }, true);

  // Signing out: what waits gets a moment to leave, then this device forgets its student.
  const leave = (event, form) => {
    event.preventDefault();
    const moment = new Promise((resolve) => { setTimeout(resolve, 5000); });
    Promise.race([dayQueue.send(), moment]).catch(() => {}).then(dayQueue.forget).catch(() => {}).then(() => {
      Object.keys(localStorage).filter((key) => key.startsWith("trialoog-draft:")).forEach((key) => localStorage.removeItem(key));
      form.submit();
    });
  };
})();
