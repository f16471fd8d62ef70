/** Keeps the scanner's shell on the phone, one version at a time; VERSION and FILES are written in front by the server. */

const CACHE = `guichet-door-${VERSION}`;

self.addEventListener("install", (event) => {
  // All or nothing: a deploy with a missing file leaves the former version serving.
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetFormer(), self.clients.claim()]));
});

self.addEventListener("message", (event) => {
  // A new version waits until the page says so: never in the middle of a queue of people.
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (FILES.includes(address.pathname)) event.respondWith(fromCache(address.pathname, event.request));
});

async function fromCache(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

async function forgetFormer() {
  const names = await caches.keys();
  const former = names.filter((name) => name.startsWith("guichet-door-") && name !== CACHE);
  return Promise.all(former.map((name) => caches.delete(name)));
}
