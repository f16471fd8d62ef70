/** IndexedDB in promises: one transaction a call, written to the disk before the promise is kept. */

export function openDatabase(name, stores) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const [store, options] of Object.entries(stores)) request.result.createObjectStore(store, options);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

/** Calls work(...stores); what it returns may be a request, whose result is given. */
export function inTransaction(database, stores, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    const outcome = work(...stores.map((store) => transaction.objectStore(store)));
    transaction.oncomplete = () => resolve(outcome instanceof IDBRequest ? outcome.result : outcome);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
}
