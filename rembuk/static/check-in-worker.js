// Answers for the check-in page and its files when there is no network. It keeps nothing by itself: the page
// says what to keep, and takes it away again.
const CACHE = "presensi-1";
const PAGE = /^\/kelola\/workshop\/[^/]+\/hadir\/\d+$/;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function answer(request) {
  try {
    return await fetch(request);
  } catch (problem) {
    const kept = await (await caches.open(CACHE)).match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw problem;
  }
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (PAGE.test(pathname) || pathname.startsWith("/static/")) event.respondWith(answer(event.request));
});
