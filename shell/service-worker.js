// Opens the studio where there is no network. Every file of the program is asked for with the version of the site
// (?v=...), which is a hash of the content of all of it: what this worker keeps is one version whole, checked file by file
// as it came in, and a file is only ever handed to a page of the same version. A page that can reach the network gets the
// newest index.html, hence the newest version. Nothing needs this worker; without a secure context it does not exist.
const version = '@SITE_VERSION@';
const files = '@SITE_FILES@'; // path -> sha256
const cacheName = 'tagwright-' + version;
const samplesName = 'tagwright-samples';
const base = new URL('./', location.href);

const hex = buffer => [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, '0')).join('');
const isPage = path => path === '' || path === 'index.html';
// The address that pages use: what the page just loaded is then only asked about, not loaded a second time.
const address = path => new URL(isPage(path) ? path : `${path}?v=${version}`, base);

async function keep(cache, path) {
  const response = await fetch(address(path), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  const body = await response.clone().arrayBuffer();
  // In the middle of a deployment some files are of the next version: then this version is not kept at all.
  if (hex(await crypto.subtle.digest('SHA-256', body)) !== files[path]) throw new Error(`${path} is of another version`);
  await cache.put(address(path), response);
}

self.addEventListener('install', event => {
  event.waitUntil((async () => {
    const cache = await caches.open(cacheName);
    try {
      await Promise.all(Object.keys(files).map(path => keep(cache, path)));
    } catch (error) {
      await caches.delete(cacheName);
      throw error;
    }
    await self.skipWaiting(); // older pages ask for older versions by name, so taking over cannot mix them
  })());
});

self.addEventListener('activate', event => {
  event.waitUntil((async () => {
    for (const name of await caches.keys())
      if (name.startsWith('tagwright-') && name !== cacheName && name !== samplesName) await caches.delete(name);
    await self.clients.claim();
  })());
});

async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(cacheName)).match(new URL('index.html', base));
    if (kept) return kept;
    throw error;
  }
}

async function part(request, path) {
  return await (await caches.open(cacheName)).match(address(path)) ?? fetch(request);
}

// Pictures of the samples are kept once somebody looked at them.
async function sample(request) {
  const cache = await caches.open(samplesName);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener('fetch', event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== 'GET' || !url.href.startsWith(base.href)) return;
  const path = decodeURIComponent(url.pathname.slice(base.pathname.length));
  if (request.mode === 'navigate' && isPage(path)) event.respondWith(page(request));
  else if (url.searchParams.get('v') === version && path in files) event.respondWith(part(request, path));
  else if (path.startsWith('assets/samples/')) event.respondWith(sample(request));
});
