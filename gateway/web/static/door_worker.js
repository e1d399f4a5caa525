// Opens the page of one door when there is no network: that page and what it is made of, never another.
// The network is asked first; what it says of the page is kept, and what it refuses is forgotten.

const PAGE = new URL(self.registration.scope).pathname;
const KEPT = `door:${PAGE}`;
const PATIENCE = 5000; // milliseconds

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page tells what it is made of.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data.keep)));

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate" && pathname === PAGE) event.respondWith(page(event.request));
  else if (pathname.startsWith("/static/")) event.respondWith(asset(event.request));
});

async function keep(paths) {
  const cache = await caches.open(KEPT);
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname !== PAGE && !paths.includes(pathname)) await cache.delete(url);
  }
  for (const path of paths) {
    if (!(await cache.match(path, { ignoreVary: true }))) await cache.add(path).catch(() => undefined); // the next time, then
  }
}

async function page(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(PAGE, { ignoreVary: true });
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 200 && !new URL(request.url).search) await cache.put(PAGE, answer.clone());
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) await cache.delete(PAGE);
    return answer.status >= 500 && kept ? kept : answer;
  } catch {
    return kept ?? Response.error();
  }
}

// Their names hold a hash of what is in them: what is kept is right.
async function asset(request) {
  return (await (await caches.open(KEPT)).match(new URL(request.url).pathname)) ?? fetch(request);
}
