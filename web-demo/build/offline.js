// Keeps the page for use without a network. It answers with what was kept when this version came, and asks for nothing else.

const KEPT = `quipu-${"VERSION"}`;
const FILES = "FILES";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)).then(() => skipWaiting()));
});
addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("quipu-") && name !== KEPT);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});
addEventListener("fetch", (event) => {
  event.respondWith(
    caches.open(KEPT).then(async (cache) => (await cache.match(event.request, { ignoreSearch: true })) ?? Response.error()),
  );
});
