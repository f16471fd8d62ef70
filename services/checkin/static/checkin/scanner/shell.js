/** The page kept on the phone by its service worker, so that it opens again without a network. */

export async function keepShell({ address, onNew }) {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register(address).catch((error) => console.warn(error));
  if (!registration) return;
  navigator.storage?.persist?.().catch(() => {});
  const offer = () => registration.waiting && navigator.serviceWorker.controller && onNew(() => takeOver(registration.waiting));
  const watch = () => registration.installing?.addEventListener("statechange", offer);
  registration.addEventListener("updatefound", watch);
  addEventListener("online", () => registration.update().catch(() => {}));
  offer();
}

function takeOver(worker) {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  worker.postMessage("take over");
}
