// Days that wait on this device until the portal has them. For pages and for the service worker.
//
// "device" holds one record: whose device this is now, and what that student needs to log a day
// without a connection (placements/views/day_kit.py). "entries" holds what was not sent yet, by its
// key: the same key is the same press for the portal, so sending twice is sending once. Words and
// photos are sealed with a key that only that student gets from the portal: whoever signs in after
// them on a shared device finds nothing to read, and when they are back it opens and leaves.
(() => {
  "use strict";
  const NAME = "trialoog-days";
  const RECEIPT = 3 * 24 * 3600 * 1000;
  const PATIENCE = 30_000;
  const able = Boolean(self.indexedDB && self.crypto && crypto.subtle && crypto.randomUUID);
  const news = self.BroadcastChannel ? new BroadcastChannel(NAME) : null;
  const heard = [];
  const tell = () => { if (news) news.postMessage("changed"); heard.forEach((listener) => listener()); };
  if (news) news.onmessage = () => heard.forEach((listener) => listener());

  // --- the two stores

  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("device");
      asked.result.createObjectStore("entries", { keyPath: "key" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const use = async (store, mode, work) => {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        // Strict: "kept on this device" is true when it is on the disk, not when it is on its way.
        const change = database.transaction(store, mode, { durability: "strict" });
        const asked = work(change.objectStore(store));
        change.oncomplete = () => resolve(asked ? asked.result : undefined);
        change.onerror = change.onabort = () => reject(change.error);
      });
    } finally { database.close(); }
  };
  const device = () => use("device", "readonly", (store) => store.get("me"));
  const everything = () => use("entries", "readonly", (store) => store.getAll());
  const put = (entry) => use("entries", "readwrite", (store) => store.put(entry));
  const drop = async (key) => { await use("entries", "readwrite", (store) => store.delete(key)); tell(); };
  const mine = async () => {
    const me = await device();
    return me ? (await everything()).filter((entry) => entry.person === me.person).sort((a, b) => a.at - b.at) : [];
  };

  // --- sealed for one person

  const seal = async (secret, bytes) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, secret, bytes) };
  };
  const unseal = (secret, sealed) => crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, secret, sealed.bytes);
  const fieldsOf = async (me, entry) => {
    const { fields, files } = JSON.parse(new TextDecoder().decode(await unseal(me.secret, entry.sealed)));
    const opened = await Promise.all(files.map(async ([name, file, type], place) => [name, new File([await unseal(me.secret, entry.files[place])], file, { type })]));
    return [...fields, ...opened];
  };

  // --- what the device knows of its student

  const learn = async (url, language) => {
    const answer = await fetch(url, { redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type === "opaqueredirect") return "signed-out";
    if (!answer.ok) return "failed";
    const { secret, token, ...kit } = await answer.json();
    const before = await device();
    if (before && before.person !== kit.person) await forget();
    const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    const me = { ...kit, url, language: language || (before && before.language) || "", at: Date.now(), secret: key };
    await use("device", "readwrite", (store) => store.put(me, "me"));
    await tidy(me);
    return { me, token };
  };
  // A receipt shows where a day is now; after a few days the portal alone does.
  const tidy = async (me) => {
    for (const entry of await mine()) {
      if (entry.state === "received" && Date.now() - entry.at > RECEIPT) await drop(entry.key);
      else if (entry.state === "received" && me.recent[entry.key]) await put({ ...entry, ...me.recent[entry.key] });
    }
  };
  // Somebody else's device from now on. What was not sent stays, sealed; nothing else does.
  const forget = async () => {
    const sent = (await everything()).filter((entry) => !["waiting", "refused"].includes(entry.state));
    await use("device", "readwrite", (store) => store.clear());
    await use("entries", "readwrite", (store) => { sent.forEach((entry) => store.delete(entry.key)); });
    tell();
  };

  // --- keep and send

  const today = () => { const now = new Date(); return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-"); };
  const placementOf = (me, address) => me && me.placements.find((one) => [one.log, one["as-planned"], one.sync].includes(address));
  // Answers the entry's key, or "" where this address is no day of this student.
  const keep = async (address, form) => {
    const me = await device();
    const placement = placementOf(me, address);
    if (!placement) return "";
    const key = form.get("key") || crypto.randomUUID();
    const given = [...form].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "key");
    const fields = given.filter(([, value]) => typeof value === "string");
    const files = given.filter(([, value]) => typeof value !== "string" && value.size);
    if (address === placement["as-planned"]) fields.push(["as_planned", "yes"], ["date", today()]);
    const words = { fields, files: files.map(([name, file]) => [name, file.name, file.type]) };
    await put({
      key,
      person: me.person,
      placement: placement.id,
      url: placement.sync,
      at: Date.now(),
      state: "waiting",
      sealed: await seal(me.secret, new TextEncoder().encode(JSON.stringify(words))),
      files: await Promise.all(files.map(async ([, file]) => seal(me.secret, await file.arrayBuffer()))),
    });
    tell();
    await wakeLater();
    return key;
  };
  // Where the browser can, it sends by itself after the page is closed.
  const wakeLater = async () => {
    try {
      const worker = self.registration || await navigator.serviceWorker.getRegistration();
      if (worker && worker.sync) await worker.sync.register(NAME);
    } catch { /* the next page sends */ }
  };

  const post = async (me, token, entry) => {
    const form = new FormData();
    form.append("key", entry.key);
    for (const [name, value] of await fieldsOf(me, entry)) form.append(name, value);
    const answer = await fetch(entry.url, { method: "POST", body: form, redirect: "manual", headers: { "X-CSRFToken": token, Accept: "application/json" }, signal: AbortSignal.timeout(2 * PATIENCE) });
    if (answer.type === "opaqueredirect") return "signed-out";
    const said = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : {};
    const { key, person, placement, at } = entry;
    if (answer.ok && said.state) await put({ key, person, placement, at, ...said });
    else if (said.obstacles) await put({ ...entry, state: "refused", reasons: said.obstacles.map((one) => one.message) });
    else if ([403, 404].includes(answer.status)) await put({ ...entry, state: "refused", reasons: [] });
    else return "failed";
    tell();
    return "";
  };
  // "" when nothing waits any more, else why something does: offline, signed-out, failed.
  const sendAll = async () => {
    try {
      const here = await device();
      if (!here || !(await mine()).some((entry) => entry.state === "waiting")) return "";
      const learned = await learn(here.url);
      if (typeof learned === "string") return learned;
      if (learned.me.person !== here.person) return "signed-out";
      for (const entry of await mine()) {
        const trouble = entry.state === "waiting" ? await post(learned.me, learned.token, entry) : "";
        if (trouble) return trouble;
      }
      return "";
    } catch { return "offline"; }
  };
  const send = () => navigator.locks ? navigator.locks.request(NAME, sendAll) : sendAll();

  self.dayQueue = { able, device, mine, fieldsOf, learn, forget, keep, send, drop, today, placementOf, put, onChange: (listener) => heard.push(listener) };
})();
