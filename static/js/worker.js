// The service worker: serves the shell when there is no connection, and keeps a day that could not
// be sent. It stores no page of anybody; every other request goes where it went.
// `SHELL` comes from placements/views/shell.py, `dayQueue` from day-queue.js.
(() => {
  "use strict";
  const { version, page, languages, files } = self.SHELL;
  const CACHE = `trialoog-shell-${version}`;
  const shell = new Set(files.map((file) => new URL(file, self.location).pathname));
  const A_DAY = /^\/placements\/\d+\/days\/(log|as-planned)\/$/;
  const PATIENCE = 20_000;
  const QUICK = 3000;
  const AWAY = [502, 503, 504];

  self.addEventListener("install", (event) => event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(files.map((file) => new Request(file, { cache: "reload" })));
    for (const language of languages) {
      // As nobody: this page is the same for all who use this device.
      const answer = await fetch(page, { credentials: "omit", cache: "reload", headers: { "Accept-Language": language } });
      if (!answer.ok) throw new Error(`no ${page}`);
      await cache.put(`${page}?${language}`, answer);
    }
    await self.skipWaiting();
  })()));

  self.addEventListener("activate", (event) => event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("trialoog-") && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  })()));

  const offlinePage = async () => {
    const me = await dayQueue.device().catch(() => null);
    const wanted = me && languages.includes(me.language) ? me.language : languages[0];
    return (await caches.match(`${page}?${wanted}`)) || Response.error();
  };
  const inTime = (asked, patience) => Promise.race([asked, new Promise((_resolve, reject) => { setTimeout(reject, patience, new Error("too long")); })]);

  const navigate = async (request) => {
    const asked = fetch(request);
    try { return await (new URL(request.url).pathname === page ? inTime(asked, QUICK) : asked); } catch { return offlinePage(); }
  };
  // What may have arrived after all is sent again with the same key: the portal keeps one.
  const sendDay = async (request) => {
    const copy = request.clone();
    try {
      const answer = await inTime(fetch(request), PATIENCE);
      if (!AWAY.includes(answer.status)) return answer;
    } catch { /* no connection */ }
    const key = await dayQueue.keep(new URL(copy.url).pathname, await copy.formData());
    return key ? Response.redirect(`${page}?kept=${key}`, 303) : Response.error();
  };

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (origin !== self.location.origin) return;
    if (request.mode === "navigate" && request.method === "GET") event.respondWith(navigate(request));
    else if (request.mode === "navigate" && request.method === "POST" && A_DAY.test(pathname)) event.respondWith(sendDay(request));
    else if (request.method === "GET" && shell.has(pathname)) event.respondWith(caches.match(request, { ignoreSearch: true, ignoreVary: true }).then((found) => found || fetch(request)));
  });

  self.addEventListener("sync", (event) => event.waitUntil(dayQueue.send().then((trouble) => {
    if (trouble === "offline" || trouble === "failed") throw new Error(trouble); // it asks again later
  })));
})();
